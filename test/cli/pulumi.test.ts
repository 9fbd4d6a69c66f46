/** Stack exports and previews, written down; test/cli/engine.test.ts has the real ones. */
import { sentinels } from "hardened-containers-policies/unknown";
import { findings, hardened, written } from "./run";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (inside: object) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", ...inside });
const encrypted = secret({ ciphertext: "v1:abc=" });
const shown = (value: unknown) => secret({ plaintext: JSON.stringify(value) });

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const podType = "kubernetes:core/v1:Pod";
const state = (inputs: object, more: object = {}) => ({
    urn: urn(podType, "web"),
    type: podType,
    custom: true,
    inputs,
    outputs: inputs,
    ...more,
});
const pod = (container: object) => ({
    metadata: { name: "web" },
    spec: { containers: [{ name: "app", ...container }] },
});
const privileged = pod({ securityContext: { privileged: true } });
const exported = (...resources: object[]) => ({ version: 3, deployment: { manifest: {}, resources } });
const found = (stack: object | string, policy = "no-privileged", ...args: string[]): string[] =>
    findings(policy, { "a.json": stack }, ...args);
const message = "spec.containers[app] is privileged";

describe("a stack export", () => {
    test("is judged by its inputs", () => {
        expect(found(exported(state(privileged)))).toEqual([message]);
        expect(found(exported(state(pod({}), { outputs: privileged })))).toEqual([]);
    });

    test("a state file of a self-managed backend is one, too", () => {
        expect(found({ version: 3, checkpoint: { stack: "dev", latest: { resources: [state(privileged)] } } })).toEqual(
            [message],
        );
    });

    test("an empty one has nothing to find", () => {
        const { code, out } = hardened("check", ...written({ "a.json": { version: 3, deployment: { manifest: {} } } }));
        expect([code, out]).toEqual([0, "Nothing found in 0 resources.\n"]);
    });

    test.each([
        ["what is left of a replaced resource", { delete: true }],
        ["what the program has only read", { external: true }],
    ])("%s is not judged", (_, more) => {
        expect(found(exported(state(privileged, more)))).toEqual([]);
    });

    test("two of them are two stacks", () => {
        const namespace = { urn: urn("kubernetes:core/v1:Namespace", "shop"), type: "kubernetes:core/v1:Namespace" };
        const policy = {
            urn: urn("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny"),
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        };
        const declared = { ...namespace, inputs: { metadata: { name: "shop" } } };
        const denied = {
            ...policy,
            inputs: { metadata: { namespace: "shop" }, spec: { policyTypes: ["Ingress"], podSelector: {} } },
        };
        expect(found(exported(declared, denied), "default-deny-ingress")).toEqual([]);
        const files = { "a.json": exported(declared), "b.json": exported(denied) };
        expect(findings("default-deny-ingress", files)).toHaveLength(1);
    });

    test("the provider of a resource is known without its id", () => {
        const type = "pulumi:providers:kubernetes";
        const provider = urn(type, "mine");
        const namespace = state(
            { metadata: { name: "shop" } },
            {
                urn: urn("kubernetes:core/v1:Namespace", "shop"),
                type: "kubernetes:core/v1:Namespace",
                provider: `${provider}::one`,
            },
        );
        const policy = state(
            { metadata: { namespace: "shop" }, spec: { policyTypes: ["Ingress"], podSelector: {} } },
            {
                urn: urn("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny"),
                type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
                provider: `${provider}::two`,
            },
        );
        expect(found(exported(namespace, policy), "default-deny-ingress")).toEqual([]);
    });

    test.each([
        ["nothing", 5],
        ["text", "text"],
        [
            "resources that are none",
            exported("a" as unknown as object, { urn: 5 }, { type: podType, urn: urn(podType, "a"), inputs: [] }),
        ],
    ])("odd: %s", (_, inputs) => {
        const stack = typeof inputs === "object" ? inputs : exported(state({}, { inputs }));
        const { code, error } = hardened("check", ...written({ "a.json": stack }));
        expect([error, code === 2]).toEqual(["", false]);
    });
});

describe("secrets", () => {
    const secretType = "kubernetes:core/v1:Secret";
    const stack = (value: unknown) =>
        exported({
            urn: urn(secretType, "s"),
            type: secretType,
            inputs: { metadata: { name: "s" }, stringData: { a: value } },
        });

    test("that are encrypted are known to be secret, and nothing else", () => {
        expect(found(stack("plain"), "no-plaintext-secret")).toHaveLength(1);
        expect(found(stack(encrypted), "no-plaintext-secret")).toEqual([]);
        expect(found(stack(shown("x")), "no-plaintext-secret")).toEqual([]);
        expect(found(exported(state(pod({ image: encrypted }))), "image-tag")).toEqual([
            "cannot be decided before spec.containers[app].image is known",
        ]);
        const { error } = hardened("check", ...written({ "a.json": stack(encrypted) }));
        expect(error).toContain("encrypted values were not judged");
    });

    test("that are shown are judged, and never printed", () => {
        const whole = exported(state({ ...privileged, spec: shown(privileged.spec) }));
        expect(found(whole)).toEqual(["spec.containers[[secret]] is privileged"]);
        expect(hardened("check", ...written({ "a.json": whole }), "--format", "json").out).not.toContain("[app]");
        const image = "nginx-hunter2";
        const files = written({ "a.json": exported(state(pod({ image: shown(image) }))) });
        for (const format of ["text", "json", "sarif", "github"]) {
            const { out } = hardened("check", ...files, "--format", format);
            expect(out).toContain("[secret], which names no tag");
            expect(out).not.toContain(image);
        }
        const port = exported(state(pod({ ports: [{ hostPort: shown(31337) }] })));
        expect(found(port, "no-host-ports").join()).toMatch(/^(?!.*31337).*\[secret\]/s);
    });

    test("that cannot be read as JSON count as encrypted", () => {
        expect(found(exported(state(pod({ image: secret({ plaintext: "{" }) }))), "image-tag")).toHaveLength(1);
    });

    test("output values are what they hold", () => {
        const output = (inside: object) => ({ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...inside });
        expect(found(exported(state(pod({ image: output({ value: "a" }) }))), "image-tag")).toHaveLength(1);
        expect(found(exported(state(pod({ image: output({}) }))), "image-tag")).toEqual([
            expect.stringContaining("cannot be decided"),
        ]);
    });
});

describe("a preview", () => {
    const unknown = pod({ image: sentinels.string, securityContext: { privileged: true } });
    const step = (op: string, inputs: object) => ({ op, urn: urn(podType, "web"), newState: state(inputs) });

    test("in JSON: what is not known yet hides nothing", () => {
        const preview = { steps: [step("create", unknown)], changeSummary: { create: 1 } };
        expect(found(preview)).toEqual([message]);
        expect(found(preview, "image-tag")).toEqual(["cannot be decided before spec.containers[app].image is known"]);
    });

    test("in JSON: what it blinds is secret", () => {
        const preview = { steps: [step("create", pod({ image: "[secret]" }))], changeSummary: {} };
        expect(found(preview, "image-tag")).toEqual([expect.stringContaining("cannot be decided")]);
    });

    test("what is deleted is not judged", () => {
        const steps = [
            { ...step("delete", privileged), newState: undefined, oldState: state(privileged) },
            step("delete-replaced", privileged),
        ];
        expect(found({ steps, changeSummary: {} })).toEqual([]);
    });

    test("one that leaves out what stays the same is not judged as a whole, and says so", () => {
        const type = "kubernetes:core/v1:Namespace";
        const namespace = {
            op: "create",
            newState: { urn: urn(type, "shop"), type, inputs: { metadata: { name: "shop" } } },
        };
        const whole = { steps: [namespace], changeSummary: { create: 1 } };
        expect(found(whole, "default-deny-ingress")).toHaveLength(1);
        const part = { ...whole, changeSummary: { create: 1, same: 2 } };
        expect(found(part, "default-deny-ingress")).toEqual([]);
        const { error } = hardened("check", ...written({ "a.json": part }));
        expect(error).toContain("leaves out 2 unchanged resources (pulumi preview --json --show-sames has them)");
    });

    test("as a stream of events", () => {
        const metadata = { op: "create", urn: urn(podType, "web"), type: podType, new: state(privileged) };
        const events = [
            { sequence: 1, timestamp: 1, preludeEvent: { config: {} } },
            { sequence: 2, timestamp: 1, resourcePreEvent: { metadata } },
            { sequence: 3, timestamp: 1, summaryEvent: { resourceChanges: { create: 1 } } },
        ];
        expect(found(events.map((event) => JSON.stringify(event)).join("\n"))).toEqual([message]);
    });
});
