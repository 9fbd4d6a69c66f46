import { randomUUID } from "node:crypto";
import { parseAllDocuments } from "yaml";
import { declareKind, groupOf, immutableOf, isNamespaced } from "./kubernetes-kinds";
import { random, type Failure, type Resource, type StandIn } from "./stand-in";
import { extend, isUnknown, read, text, type Properties, type Value } from "./wire";

const autonamed = "pulumi.com/autonamed";
let defaultNamespace = "default";

// Helm releases go through the same provider, but are no Kubernetes objects.
function isObject(type: string): boolean {
    return !type.startsWith("kubernetes:helm.sh/");
}

function isPatch(type: string): boolean {
    return type.endsWith("Patch");
}

function isAutonamed(inputs: Properties): boolean {
    return read(inputs, "metadata", "annotations", autonamed) === "true";
}

function named(resource: Resource): Value {
    const { inputs, name, old, seed } = resource;
    const { metadata = {} } = inputs;
    if (isUnknown(read(metadata)) || read(metadata, "name") || read(metadata, "generateName")) return metadata;
    const keep = old && isAutonamed(old.inputs) ? text(read(old.inputs, "metadata", "name")) : undefined;
    const annotations = extend(read(metadata, "annotations"), { [autonamed]: "true" });
    return extend(metadata, { name: keep ?? `${name}-${random(8, seed)}`, annotations });
}

function placed(metadata: Value, apiVersion: string, kind: string): Value {
    if (!isNamespaced(apiVersion, kind) || read(metadata, "namespace")) return metadata;
    return extend(metadata, { namespace: defaultNamespace });
}

function learn(inputs: Properties): void {
    const [group, kind] = [text(read(inputs, "spec", "group")), text(read(inputs, "spec", "names", "kind"))];
    if (group && kind) declareKind(group, kind, read(inputs, "spec", "scope") !== "Cluster");
}

function identify(type: string): { apiVersion: string; kind: string } {
    const [, apiVersion = "", kind = ""] = type.split(":");
    return { apiVersion: apiVersion.replace(/^core\//, ""), kind: kind.replace(/Patch$/, "") };
}

function missing(resource: Resource): Failure[] {
    const required = ["apiVersion", "kind"].filter((property) => !read(resource.inputs[property]));
    const failures = required.map((property) => ({ property, reason: `${property} is missing: every object has one` }));
    if (isPatch(resource.type) && !read(resource.inputs, "metadata", "name")) {
        failures.push({ property: "metadata.name", reason: "a patch needs the name of the object that it changes" });
    }
    return failures;
}

/** Names, places and keeps Kubernetes objects as the API server would, without one. */
export const kubernetes: StandIn = {
    configure(config) {
        defaultNamespace = text(config["namespace"]) ?? "default";
    },
    check(resource) {
        if (!isObject(resource.type)) return { inputs: resource.inputs, failures: [] };
        const failures = missing(resource);
        const [apiVersion, kind] = [text(resource.inputs["apiVersion"]), text(resource.inputs["kind"])];
        if (!apiVersion || !kind || failures.length > 0) return { inputs: resource.inputs, failures };
        if (kind === "CustomResourceDefinition") learn(resource.inputs);
        return { inputs: { ...resource.inputs, metadata: placed(named(resource), apiVersion, kind) }, failures };
    },
    immutable: ({ inputs, type }) => (isObject(type) ? immutableOf(text(inputs["kind"]) ?? "") : []),
    coexist: ({ inputs, old }) =>
        isAutonamed(inputs) ||
        ["name", "namespace"].some((key) => read(inputs, "metadata", key) !== read(old?.inputs, "metadata", key)),
    id({ inputs, name, old }) {
        const generated = text(read(inputs, "metadata", "generateName"));
        const own = text(read(inputs, "metadata", "name")) ?? text(read(old?.outputs, "metadata", "name"));
        const last = own ?? (generated ? generated + random(5) : name);
        const namespace = text(read(inputs, "metadata", "namespace")) ?? text(inputs["namespace"]);
        return namespace ? `${namespace}/${last}` : last;
    },
    outputs({ inputs, old, type }, id): Properties {
        if (!isObject(type)) return { name: id.split("/").pop() ?? id, status: { status: "deployed" } };
        const before = read(old?.outputs, "metadata");
        const generation = read(before, "generation");
        return {
            metadata: extend(inputs["metadata"], {
                name: id.split("/").pop() ?? id,
                uid: read(before, "uid") ?? randomUUID(),
                creationTimestamp: read(before, "creationTimestamp") ?? new Date().toISOString(),
                generation: typeof generation === "number" ? generation + 1 : 1,
            }),
            ...(groupOf(text(inputs["apiVersion"]) ?? "") === "" && inputs["kind"] === "Service"
                ? service(inputs)
                : {}),
        };
    },
    existing({ type }, id) {
        const [name = id, namespace] = id.split("/").reverse();
        return { ...identify(type), metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
    },
    invoke(token, args) {
        if (token !== "kubernetes:yaml:decode") {
            throw new Error(`the sandbox has no ${token}: only the real Kubernetes provider can do that`);
        }
        // Kubernetes' own reader is one of YAML 1.1, where `yes` is true.
        const documents = parseAllDocuments(text(args["text"]) ?? "", { version: "1.1" });
        for (const error of documents.flatMap((document) => document.errors)) throw error;
        const objects = documents.map((document) => document.toJS() as Value).filter((object) => object !== null);
        return { result: JSON.parse(JSON.stringify(objects)) as Value };
    },
};

function service(inputs: Properties): Properties {
    const balanced = read(inputs, "spec", "type") === "LoadBalancer";
    return {
        spec: extend(inputs["spec"], { clusterIP: text(read(inputs, "spec", "clusterIP")) ?? "10.96.0.10" }),
        status: { loadBalancer: balanced ? { ingress: [{ hostname: "load-balancer.sandbox.invalid" }] } : {} },
    };
}
