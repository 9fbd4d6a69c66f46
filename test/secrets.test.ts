import { controls } from "hardened-containers-policies/controls";
import { credentialIn } from "hardened-containers-policies/credentials";
import noKnownCredential from "hardened-containers-policies/controls/secrets/no-known-credential";
import noPlaintextSecret from "hardened-containers-policies/controls/secrets/no-plaintext-secret";
import { judge } from "hardened-containers-policies/judge";
import { copyMarks, isMarked, mark } from "hardened-containers-policies/marks";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret, startAnalyzer, type Analyzer, type Subject } from "./analyzer";
import { forms, generator, made } from "./credentials";
import { deployment } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterAll(() => analyzer.stop());

async function saidBy(id: string, subject: Subject): Promise<string[]> {
    const { diagnostics } = await analyzer.analyze(subject);
    const title = controls.find((each) => each.id === id)?.title ?? "";
    return diagnostics.filter(({ policy }) => policy === id).map(({ message }) => message.slice(title.length + 1));
}

describe("no-plaintext-secret over the wire", () => {
    const id = noPlaintextSecret.id;
    const of = (props: object, type = "core/v1:Secret"): Subject => ({ type: `kubernetes:${type}`, props });
    const base64 = Buffer.from("correct horse").toString("base64");

    test.each<[string, object]>([
        ["all of stringData marked", { stringData: secret({ password: "correct horse" }) }],
        ["all of data marked", { data: secret({ password: base64 }) }],
        ["a value marked", { stringData: { password: secret("correct horse") } }],
        [
            "a value marked, beside a null that Kubernetes does not see",
            { stringData: { password: secret("x"), old: null } },
        ],
        ["the whole marked and a part", { stringData: secret({ password: secret("correct horse") }) }],
        ["no values", { type: "kubernetes.io/service-account-token" }],
        ["an empty value", { stringData: { password: "" }, data: { other: "" } }],
        ["a reference, also in base64", { data: { a: Buffer.from("${PASSWORD}").toString("base64") } }],
        [
            "what is not known, with its mark",
            { stringData: secret(sentinels.string), data: { a: secret(sentinels.string) } },
        ],
        ["no values that Kubernetes would take", { stringData: { a: 7, b: ["x"] }, data: ["x"] }],
    ])("%s is no fault", async (_, props) => {
        expect(await saidBy(id, of(props))).toEqual([]);
    });

    test.each<[string, Subject, string[]]>([
        ["stringData", of({ stringData: { password: "correct horse" } }), ["stringData.password"]],
        ["data", of({ data: { a: base64, b: base64 } }), ["data.a", "data.b"]],
        ["one beside one that is marked", of({ stringData: { a: secret("x"), b: "y" } }), ["stringData.b"]],
        ["a custom resource", of({ stringData: { a: "x" } }, "v1:Secret"), ["stringData.a"]],
        ["a patch", of({ stringData: { a: "x" } }, "core/v1:SecretPatch"), ["stringData.a"]],
        [
            "a list",
            of({ items: [{ metadata: { name: "db" }, data: { a: base64 } }] }, "core/v1:SecretList"),
            ["items[db].data.a"],
        ],
        ["a null beside it", of({ stringData: { a: "x", b: null } }), ["stringData.a"]],
    ])("%s without marks is", async (_, subject, paths) => {
        expect(await saidBy(id, subject)).toEqual(paths.map((path) => `${path} arrived without Pulumi's secret mark`));
    });

    test("what is not known cannot be decided, unless the SDK knows the type and will mark it", async () => {
        const unknown = of({ stringData: sentinels.string, data: { a: sentinels.string } });
        expect(await saidBy(id, unknown)).toEqual(["cannot be decided before data.a, stringData are known"]);
        const props = { stringData: sentinels.string, data: sentinels.object };
        const resource = { type: "kubernetes:core/v1:Secret", urn: "", name: "", props };
        expect(judge(noPlaintextSecret, resource).undecided).toHaveLength(2);
        expect(judge(noPlaintextSecret, { ...resource, secretOutputs: ["data", "stringData"] }).undecided).toEqual([]);
    });

    test.each(["bitnami.com/v1alpha1:SealedSecret", "external-secrets.io/v1:ExternalSecret", "core/v1:ConfigMap"])(
        "%s is no Secret",
        async (type) => {
            const props = { data: { a: base64 }, stringData: { a: "x" }, spec: { encryptedData: { a: "x" } } };
            expect(await saidBy(id, of(props, type))).toEqual([]);
        },
    );
});

describe("no-known-credential over the wire", () => {
    const id = noKnownCredential.id;
    const random = generator(9);
    const key = () => made(forms["an AWS access key ID"]?.[0] ?? "", random);
    const configMap = (props: object): Subject => ({ type: "kubernetes:core/v1:ConfigMap", props });
    const at = (place: string) => [`${place} holds an AWS access key ID`];
    const container = "spec.template.spec.containers[app]";
    const probe = { exec: { command: ["login", key()] } };
    const headers = [{ name: "X-Key", value: key() }];

    test.each<[string, Subject, string[]]>([
        ["a variable", deployment({ env: [{ name: "KEY", value: key() }] }), at(`${container}.env[KEY].value`)],
        [
            "a secret variable",
            deployment({ env: [{ name: "A", value: secret(key()) }] }),
            at(`${container}.env[A].value`),
        ],
        ["a command", deployment({ command: ["sh", "-c", `login ${key()}`] }), at(`${container}.command[2]`)],
        ["an argument", deployment({ args: [`--key=${key()}`] }), at(`${container}.args[0]`)],
        ["a probe", deployment({ livenessProbe: probe }), at(`${container}.livenessProbe.exec.command[1]`)],
        [
            "a header",
            deployment({ readinessProbe: { httpGet: { httpHeaders: headers } } }),
            at(`${container}.readinessProbe.httpGet.httpHeaders[0].value`),
        ],
        ["a hook", deployment({ lifecycle: { preStop: probe } }), at(`${container}.lifecycle.preStop.exec.command[1]`)],
        ["a ConfigMap", configMap({ data: { "app.ini": `key=${key()}` } }), at("data.app.ini")],
        [
            "a ConfigMap's binary data",
            configMap({ binaryData: { a: Buffer.from(`\0${key()}\0`).toString("base64") } }),
            at("binaryData.a"),
        ],
        ["an annotation", configMap({ metadata: { annotations: { "a/b": key() } } }), at("metadata.annotations.a/b")],
        [
            "values of a Helm release",
            { type: "kubernetes:helm.sh/v3:Release", props: { values: { auth: [{ key: key() }] } } },
            at("values.auth[0].key"),
        ],
        ["values of a chart", { type: "kubernetes:helm.sh/v4:Chart", props: { values: { a: key() } } }, at("values.a")],
        ["a value that is no text", configMap({ data: { a: 7, b: null, c: [[]] }, binaryData: "x" }), []],
        [
            "a value for Helm that is marked as secret",
            { type: "kubernetes:helm.sh/v3:Release", props: { values: { a: secret(key()), b: [secret(key())] } } },
            [],
        ],
        ["a Secret", { type: "kubernetes:core/v1:Secret", props: { stringData: secret({ a: key() }) } }, []],
    ])("in %s", async (_, subject, messages) => {
        expect(await saidBy(id, subject)).toEqual(messages);
    });

    test("in an annotation of the pod template, which is not the object's", async () => {
        const { type, props } = deployment();
        const metadata = { annotations: { key: key() } };
        const { spec } = props as { spec: { template: object } };
        const template = { ...spec.template, metadata };
        expect(await saidBy(id, { type, props: { ...props, spec: { template } } })).toEqual(
            at("spec.template.metadata.annotations.key"),
        );
        const pod = { metadata, spec: { containers: [] } };
        expect(await saidBy(id, { type: "kubernetes:core/v1:Pod", props: pod })).toEqual(
            at("metadata.annotations.key"),
        );
    });

    test("what is not known is named, once", async () => {
        const unknown = sentinels.string;
        const env = [{ name: "A", value: unknown }, unknown, { name: "B", value: "b" }];
        expect(await saidBy(id, deployment({ env, args: unknown }))).toEqual([
            `cannot be decided before ${container}.env[A].value, ${container}.env[1], ${container}.args are known`,
        ]);
    });

    test("the name of an identity that is not known yet hides none, in its annotation alone", async () => {
        const role = "eks.amazonaws.com/role-arn";
        const account = (annotations: object): Subject => {
            return { type: "kubernetes:core/v1:ServiceAccount", props: { metadata: { annotations } } };
        };
        expect(await saidBy(id, account({ [role]: sentinels.string }))).toEqual([]);
        expect(await saidBy(id, account({ [role]: key() }))).toEqual(at(`metadata.annotations.${role}`));
        expect(await saidBy(id, account({ "example.com/role": sentinels.string }))).toEqual([
            "cannot be decided before metadata.annotations.example.com/role is known",
        ]);
    });

    test("no message holds a credential or a part of one", async () => {
        for (const form of Object.values(forms).flat()) {
            const value = made(form, random);
            expect(credentialIn(value, "A")).toBeDefined();
            const said = await saidBy(id, deployment({ env: [{ name: "A", value }] }));
            expect(said).toHaveLength(1);
            for (let from = 0; from + 8 <= value.length; from += 4)
                expect(said[0]).not.toContain(value.slice(from, from + 8));
        }
    });
});

test("marks are those of the place, and go with a copy", () => {
    const holder = { a: "1", b: "2" };
    mark(holder, "a");
    expect([isMarked(holder, "a"), isMarked(holder, "b"), isMarked({ ...holder }, "a")]).toEqual([true, false, false]);
    expect(isMarked(copyMarks(holder, { a: "1" }), "a")).toBe(true);
});
