/** Remediation with the real engine: what it is told, what it deploys, and what the state holds afterwards. */
import type { Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import type { Result } from "../sandbox/run";
import { at } from "./remediation";
import { inSandbox, policyPack, sdk } from "./program";

const program = `
    const k8s = ${sdk("kubernetes")};
    const pulumi = ${sdk("pulumi")};
    const metadata = (name) => ({ name, namespace: "shop" });
    const built = new k8s.core.v1.ConfigMap("built", { metadata: metadata("built") }).id;
    const containers = [{
        name: "app", image: "registry.example.com/app:1.2.3", args: [built],
        env: [{ name: "TOKEN", value: pulumi.secret("correct horse") }],
        securityContext: pulumi.secret({ allowPrivilegeEscalation: false, capabilities: { drop: ["NET_RAW"] } }),
    }];
    const deployment = (name) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: metadata(name),
        spec: { selector: {}, template: { spec: { containers } } } });
    const text = (it) => new pulumi.asset.StringAsset(it);
    new pulumi.CustomResource("kubernetes:apps/v1:Deployment", "web", { ...deployment("web"),
        files: new pulumi.asset.AssetArchive({ "a.txt": text("a"), inner: new pulumi.asset.AssetArchive({ "b.txt": text("b") }) }) });
    const password = { apiVersion: "v1", kind: "Secret", metadata: metadata("db"), stringData: { password: pulumi.secret("battery staple") } };
    new pulumi.CustomResource("kubernetes:core/v1:List", "all", { apiVersion: "v1", kind: "List", metadata: {}, items: [password, deployment("api")] });
`;

const controls = ["seccomp-profile", "drop-all-capabilities"];
const policyPackConfig = { all: "advisory", ...Object.fromEntries(controls.map((id) => [id, "remediate"])) };
const pod = ["spec", "template", "spec"];
const container = [...pod, "containers", 0];

/** What the engine says of a remediation; the SDK's types leave it out. */
interface Told {
    resourceUrn: string;
    policyName: string;
    before: Data;
    after: Data;
}

describe("at level remediate", () => {
    const { sandbox } = inSandbox("remediation", program);

    const told = ({ events }: Result, name: string): Told[] =>
        (events as { policyRemediationEvent?: Told }[]).flatMap(({ policyRemediationEvent: it }) =>
            it?.resourceUrn.endsWith(`::${name}`) ? [it] : [],
        );
    const faults = ({ exitCode, output, policies }: Result) => [
        ...policies.filter(({ policy }) => controls.includes(policy)),
        ...(exitCode === 0 ? [] : [output]),
    ];

    test("the engine is told of each control what was there before and after", async () => {
        const result = await sandbox().run("preview", { policyPack, policyPackConfig });
        expect(faults(result)).toEqual([]);
        const [seccomp, capabilities, ...others] = told(result, "web");
        expect(others).toEqual([]);
        expect([seccomp, capabilities].map((it) => it?.policyName)).toEqual(controls);
        const profile = { seccompProfile: { type: "RuntimeDefault" } };
        expect(at(seccomp?.before, [...pod, "securityContext"])).toBeUndefined();
        expect(at(seccomp?.after, [...pod, "securityContext"])).toEqual(profile);
        expect(capabilities?.before).toEqual(seccomp?.after);
        // The engine shows no secret, so nothing of what is in it either.
        for (const event of [seccomp?.before, seccomp?.after, capabilities?.after]) {
            const [secret, token] = [
                [...container, "securityContext"],
                [...container, "env", 0, "value"],
            ].map((place) => at(event, place));
            expect(secret).toMatchObject({ ciphertext: "[secret]" });
            expect(token).toMatchObject({ ciphertext: "[secret]" });
            expect(at(event, [...container, "args"])).toEqual([sentinels.string]);
            expect(event?.files).toEqual(seccomp?.before.files);
        }
        expect(at(seccomp?.before, ["files", "assets", "inner", "assets", "b.txt", "text"])).toBe("b");
        expect(told(result, "all").map(({ policyName }) => policyName)).toEqual(controls);
    });

    test("what is deployed is what was made, and the state holds ciphertext where there was a secret", async () => {
        const result = await sandbox().run("up", { policyPack, policyPackConfig, skipPreview: true });
        expect(faults(result)).toEqual([]);
        const state = await sandbox().export();
        expect(state).not.toMatch(/correct horse|battery staple|NET_RAW/);
        expect(state).toContain('"RuntimeDefault"');
        const resources = await sandbox().resources({ showSecrets: true });
        const inputs = (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs;
        // Pulumi writes a secret down as the JSON of what it is.
        const plain = (it: unknown): unknown => JSON.parse(String((it as Data | undefined)?.plaintext));
        const web = inputs("web");
        const api = at(inputs("all"), ["items", 1]);
        for (const made of [web, api]) {
            expect(at(made, [...pod, "securityContext", "seccompProfile", "type"])).toBe("RuntimeDefault");
            expect(plain(at(made, [...container, "securityContext"]))).toEqual({
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["NET_RAW", "ALL"] },
            });
            expect(plain(at(made, [...container, "env", 0, "value"]))).toBe("correct horse");
            expect(at(made, [...container, "args"])).toEqual(["shop/built"]);
        }
        expect(plain(at(inputs("all"), ["items", 0, "stringData", "password"]))).toBe("battery staple");
        expect(at(web, ["files", "assets", "inner", "assets", "b.txt", "text"])).toBe("b");
    });

    test("a second time nothing changes", async () => {
        const result = await sandbox().run("preview", { policyPack, policyPackConfig });
        expect(faults(result)).toEqual([]);
        const steps = result.steps.filter(({ type }) => type.startsWith("kubernetes:"));
        expect(steps.map(({ op }) => op)).toEqual(["same", "same", "same"]);
    });
});
