import { kubernetes } from "../../sandbox/providers/kubernetes";
import type { Properties } from "../../sandbox/providers/wire";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: Properties): Properties => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

function check(inputs: Properties, old?: Properties, type = "kubernetes:core/v1:ConfigMap") {
    const resource = { type, name: "it", inputs, ...(old && { old: { inputs: old, outputs: {} } }) };
    return kubernetes.check(resource);
}

function checked(inputs: Properties, old?: Properties): Properties {
    const { inputs: result, failures } = check({ apiVersion: "v1", kind: "ConfigMap", ...inputs }, old);
    expect(failures).toEqual([]);
    return result;
}

const autonamed = { "pulumi.com/autonamed": "true" };

test("a name that nobody gave is eight random characters, and stays", () => {
    const first = checked({ metadata: { labels: { a: "b" } } });
    expect(first["metadata"]).toEqual({
        name: expect.stringMatching(/^it-[0-9a-f]{8}$/) as string,
        namespace: "default",
        labels: { a: "b" },
        annotations: autonamed,
    });
    expect(checked({}, first)["metadata"]).toMatchObject({ name: (first["metadata"] as Properties)["name"] });
});

test("a name that was given before is not kept once it is taken away", () => {
    expect(checked({}, { metadata: { name: "old" } })["metadata"]).toMatchObject({ annotations: autonamed });
});

test.each([
    ["a name", { name: "x" }, { name: "x", namespace: "default" }],
    ["a name that is not known yet", { name: unknown }, { name: unknown, namespace: "default" }],
    ["a generated name", { generateName: "x-" }, { generateName: "x-", namespace: "default" }],
    ["a namespace that is not known yet", { name: "x", namespace: unknown }, { name: "x", namespace: unknown }],
    ["metadata that is not known yet", unknown, unknown],
    ["secret metadata", secret({ name: "x" }), secret({ name: "x", namespace: "default" })],
])("%s is left as it is", (_, metadata, expected) => {
    expect(checked({ metadata })["metadata"]).toEqual(expected);
});

test.each([
    ["v1", "Namespace", undefined],
    ["rbac.authorization.k8s.io/v1", "ClusterRole", undefined],
    ["rbac.authorization.k8s.io/v1", "Role", "default"],
    ["example.com/v1", "Namespace", "default"],
])("%s %s is in the namespace %s", (apiVersion, kind, namespace) => {
    const { inputs } = check({ apiVersion, kind, metadata: { name: "x" } });
    expect((inputs["metadata"] as Properties)["namespace"]).toBe(namespace);
});

test("a custom resource is where its definition in the stack says", () => {
    const custom = () =>
        check({ apiVersion: "a.example/v1", kind: "Thing", metadata: { name: "x" } }).inputs["metadata"];
    expect(custom()).toEqual({ name: "x", namespace: "default" });
    const spec = { group: "a.example", scope: "Cluster", names: { kind: "Thing" } };
    check({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "t" }, spec });
    expect(custom()).toEqual({ name: "x" });
});

test("what every object has, and what a patch needs, is asked for", () => {
    expect(check({ kind: "ConfigMap" }).failures).toMatchObject([{ property: "apiVersion" }]);
    const patch = check({ apiVersion: "v1", kind: "ConfigMap" }, undefined, "kubernetes:core/v1:ConfigMapPatch");
    expect(patch.failures).toMatchObject([{ property: "metadata.name" }]);
});

test("text that is no YAML is an error, and so is a function that needs the real provider", () => {
    expect(() => kubernetes.invoke?.("kubernetes:yaml:decode", { text: "a: [" })).toThrow();
    expect(() => kubernetes.invoke?.("kubernetes:helm:template", {})).toThrow("only the real Kubernetes provider");
});
