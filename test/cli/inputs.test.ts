/** What the command reads: manifests in all their forms, and what Pulumi writes. */
import { findings, hardened, privilegedPod, said, written } from "./run";

const pod = (name: string, more: object = {}): object => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop" },
    spec: { containers: [{ name: "app", image: "a:1", securityContext: { privileged: true } }] },
    ...more,
});
const privileged = (files: Record<string, string | object>): string[] => findings("no-privileged", files);
const template = { metadata: {}, spec: { containers: [{ name: "app", securityContext: { privileged: true } }] } };

describe("manifests", () => {
    test("several documents in a file, with empty ones, comments, directives and ends", () => {
        const text = `%YAML 1.1\n---\n# nothing\n---\n${privilegedPod}---\n\n...\n---\n${privilegedPod.replace("name: web", "name: two")}...\n`;
        expect(privileged({ "a.yaml": text })).toEqual([
            "12:7 spec.containers[app] is privileged",
            "27:7 spec.containers[app] is privileged",
        ]);
    });

    test("Windows line ends and a byte order mark", () => {
        const text = `\uFEFF${privilegedPod}---\n${privilegedPod}`.replaceAll("\n", "\r\n");
        expect(privileged({ "a.yaml": text })).toHaveLength(2);
    });

    test("anchors: what an alias brings in is judged, and found where it is used or defined", () => {
        const text = `${privilegedPod.replace("securityContext:", "securityContext: &sc")}    - name: side
      image: a:1
      securityContext: *sc
`;
        expect(privileged({ "a.yaml": text })).toEqual([
            "8:7 spec.containers[app] is privileged",
            "12:7 spec.containers[side] is privileged",
        ]);
    });

    test("merge keys, which a list of containers may share", () => {
        const text = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
x-default: &default
  securityContext: {privileged: true}
spec:
  containers: [{<<: *default, name: app, image: "a:1"}]
`;
        expect(privileged({ "a.yaml": text })).toEqual(["7:16 spec.containers[app] is privileged"]);
    });

    test.each([
        ["a List, each item judged by itself", { apiVersion: "v1", kind: "List", items: [pod("a"), pod("b")] }, 2],
        ["an empty List", { apiVersion: "v1", kind: "List", items: [] }, 0],
        [
            "a List of Lists",
            { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "List", items: [pod("a")] }] },
            1,
        ],
        [
            "a typed List, whose items leave out what they are",
            { apiVersion: "v1", kind: "PodList", items: [pod("a", { apiVersion: undefined, kind: undefined })] },
            1,
        ],
        [
            "a custom resource with pods",
            { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", metadata: { name: "r" }, spec: { template } },
            1,
        ],
        [
            "a custom resource whose kind ends as a List's",
            { apiVersion: "example.com/v1", kind: "AllowList", spec: {} },
            0,
        ],
    ])("%s", (_, object, count) => {
        expect(privileged({ "a.json": object })).toHaveLength(count);
        expect(privileged({ "a.json": JSON.stringify(object, undefined, "\t") })).toHaveLength(count);
    });

    test("the items of a List are found where they stand", () => {
        const object = { apiVersion: "v1", kind: "List", items: [pod("a"), pod("b")] };
        const text = JSON.stringify(object, undefined, 4);
        const lines = text.split("\n").flatMap((line, index) => (line.includes('"name": "app"') ? [index] : []));
        // The container begins one line before its name.
        expect(privileged({ "a.json": text })).toEqual(
            lines.map((line) => `${line}:21 spec.containers[app] is privileged`),
        );
    });

    test("one JSON object a line, as jq writes them", () => {
        const text = [pod("a"), pod("b")].map((each) => JSON.stringify(each)).join("\n");
        expect(privileged({ "a.json": text })).toEqual([
            expect.stringMatching(/^1:\d+ spec/),
            expect.stringMatching(/^2:\d+ spec/),
        ]);
    });

    test("booleans and numbers as Kubernetes reads them", () => {
        const host = (value: string) => ({ "a.yaml": `${privilegedPod}  hostNetwork: ${value}\n` });
        expect(findings("no-host-namespaces", host("yes"))).toHaveLength(1);
        expect(findings("no-host-namespaces", host("off"))).toHaveLength(0);
        const octal = privilegedPod.replace("privileged: true", "runAsUser: 00");
        expect(findings("non-root-user", { "a.yaml": octal })).toHaveLength(1);
    });

    test("of all files together are one stack", () => {
        const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
        const deny =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n";
        expect(findings("default-deny-ingress", { "a.yaml": namespace })).toHaveLength(1);
        expect(findings("default-deny-ingress", { "a.yaml": namespace, "b.yaml": deny })).toEqual([]);
    });

    test("a namespace counts wherever it stands: its label says by which version its pods are judged", () => {
        const pinned = (minor: number): string =>
            `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce-version: v1.${minor}}}\n`;
        const sysctl = `${privilegedPod.replace("true", "false")}  securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: "1"}]}\n---\n`;
        expect(findings("safe-sysctls", { "a.yaml": sysctl + pinned(31) })).toHaveLength(1);
        expect(findings("safe-sysctls", { "a.yaml": sysctl + pinned(32) })).toHaveLength(0);
    });

    test("names in the report are stable, and different for objects that are there twice", () => {
        const files = written({ "a.yaml": `${privilegedPod}---\n${privilegedPod}` });
        const urns = said(hardened("check", ...files, "--format", "json")).map(({ urn }) => urn);
        const first = "urn:pulumi:manifests::kubernetes::kubernetes:core/v1:Pod::shop/web";
        expect([...new Set(urns)]).toEqual([first, `${first}#2`]);
    });
});

describe("what cannot be read", () => {
    test.each([
        ["broken YAML, with its line", "a: 1\n---\napiVersion: v1\nkind: [\n", /a\.txt:5: not valid YAML: /],
        ["tabs", "a:\n\tb: 1\n", /a\.txt:2: not valid YAML: /],
        ["a template that nobody rendered", "{{- if .x }}\na: 1\n{{- end }}\n", /a\.txt:1: not valid YAML: /],
        ["JSON that ends too early", '{"apiVersion": "v1",\n "kind": "Pod"', /a\.txt:2: not valid YAML: /],
        [
            "what is no Kubernetes object",
            "apiVersion: v1\n---\nkind: Pod\n",
            /a\.txt:1: not a Kubernetes object: it has no kind\n.*a\.txt:3: /s,
        ],
        ["a list", "- a\n", /a\.txt:1: not a Kubernetes object, but a list/],
        ["a text", "hello", /a\.txt:1: not a Kubernetes object/],
        ["a kind that is none", "apiVersion: v1\nkind: 'a:b'\n", /a\.txt:2: not a Kubernetes object: its kind is none/],
        ["a document that contains itself", "apiVersion: v1\nkind: Pod\nspec: &a {b: *a}\n", /a\.txt:1: its aliases/],
        ["a tag", "apiVersion: v1\nkind: !Ref x\n", /a\.txt:2: not valid YAML: unknown/],
        ["an item of a List", '{"apiVersion":"v1","kind":"List",\n"items":[5]}', /a\.txt:2: not a Kubernetes object/],
    ])("%s", (_, text, sentence) => {
        const { code, error } = hardened("check", ...written({ "a.txt": text }));
        expect(error).toMatch(sentence);
        expect(error).not.toContain("    at ");
        expect(code).toBe(2);
    });

    test("aliases that grow beyond measure", () => {
        const lines = ["apiVersion: v1", "kind: Pod", "a0: &a0 [x]"];
        for (let i = 1; i < 30; i += 1) lines.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`);
        const { code, error } = hardened("check", ...written({ "a.yaml": lines.join("\n") }));
        expect(error).toContain("its aliases contain themselves or make it too large");
        expect(code).toBe(2);
    });

    test("does not hide what is found in the rest", () => {
        const ran = hardened("check", ...written({ "a.yaml": `${privilegedPod}---\nkind: [\n` }), "--format", "json");
        expect(said(ran).map(({ policy }) => policy)).toContain("no-privileged");
        expect(ran.code).toBe(2);
    });

    test.each([150, 5_000, 50_000])("data nested %d deep ends in findings or a sentence", (depth) => {
        const inner = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
        const files = written({ "a.json": `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":${inner}}` });
        const { code, out, error } = hardened("check", ...files);
        const findings = expect.stringContaining("spec ") as string;
        expect(code === 2 ? error : out).toEqual(
            code === 2 ? (expect.stringMatching(/a\.json: .*nested/) as string) : findings,
        );
    });
});
