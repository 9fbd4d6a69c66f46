/** Remediation over gRPC, with the pack as the engine starts it. */
import type { Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret, startAnalyzer, type Analyzer, type Subject } from "./analyzer";
import { differences, remediable } from "./remediation";
import { configMap, deployment, goodContainer, namespace, policiesOf, privileged } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterEach(() => analyzer.configure({}));
afterAll(() => analyzer.stop());

const remediate = { level: "remediate" } as const;
const spec = "spec.template.spec";
const careless = deployment({ securityContext: { allowPrivilegeEscalation: true } }, { enableServiceLinks: true });
/** What the controls at level remediate set in a resource, one after the other. */
async function set(subject: Subject): Promise<[policy: string, differences: object][]> {
    let before: unknown = JSON.parse(JSON.stringify(subject.props));
    return (await analyzer.remediate(subject)).map(({ policy, props }) => {
        const made = differences(before, props);
        before = props;
        return [policy, made];
    });
}

test("nothing is set unless a control is at level remediate", async () => {
    expect(await analyzer.remediate(careless)).toEqual([]);
    await analyzer.configure({ "no-service-links": { level: "mandatory" } });
    expect(await analyzer.remediate(careless)).toEqual([]);
});

test("each control says what it made of what the ones before had made, and the pack finds it no more", async () => {
    const ids = ["no-service-links", "no-privilege-escalation", "drop-all-capabilities"];
    await analyzer.configure(Object.fromEntries(ids.map((id) => [id, remediate])));
    expect(await set(careless)).toEqual([
        ["no-privilege-escalation", { [`${spec}.containers.0.securityContext.allowPrivilegeEscalation`]: false }],
        ["drop-all-capabilities", { [`${spec}.containers.0.securityContext.capabilities`]: { drop: ["ALL"] } }],
        ["no-service-links", { [`${spec}.enableServiceLinks`]: false }],
    ]);
    expect(policiesOf(await analyzer.analyze(careless))).toEqual(expect.arrayContaining(ids));
    const props = (await analyzer.remediate(careless)).at(-1)?.props ?? {};
    expect(policiesOf(await analyzer.analyze({ ...careless, props }))).toEqual(["read-only-root-filesystem"]);
    expect(await analyzer.remediate({ ...careless, props })).toEqual([]);
});

test("with all policies at level remediate, what is left are violations", async () => {
    await analyzer.configure({ all: remediate });
    const bad = deployment({ ...privileged, image: "nginx" }, { automountServiceAccountToken: null });
    expect(await set(bad)).toEqual([["no-service-account-token", { [`${spec}.automountServiceAccountToken`]: false }]]);
    const answer = await analyzer.analyze(bad);
    expect(new Set(answer.diagnostics.map(({ level }) => level))).toEqual(new Set(["mandatory"]));
    expect(policiesOf(answer)).toEqual(["no-privileged", "image-tag"]);
});

const signature = "4dabf18193072939515e22adb298388d";
const asset = { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "abc", text: "" };
const archive = { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: "def", assets: { a: asset } };

test.each<[string, object]>([
    ["secrets", { value: secret("s"), inner: secret({ list: [secret(true)] }) }],
    ["an asset, also one without text", asset],
    ["an archive with archives in it", { ...archive, assets: { a: asset, b: archive } }],
    ["an archive of nothing", { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7" }],
    [
        "an output value",
        { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "v", secret: true, dependencies: [] },
    ],
    [
        "a resource reference",
        { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "id", packageVersion: "" },
    ],
    ["a signature that does not exist", { [signature]: "no such signature" }],
    ["unknown values", { ...sentinels, list: Object.values(sentinels) }],
    ["nulls", { value: null, list: [null, [null]] }],
    ["numbers and odd texts", { list: [0, 1e300, 0.1, "", "\u0000", "\ud83d\ude00"] }],
    ["names of prototypes", { constructor: { prototype: 1 }, then: "x", hasOwnProperty: false, toString: null }],
])("beside what is set stays as it came: %s", async (_, value) => {
    await analyzer.configure({ "no-service-links": remediate });
    const { type, props } = careless;
    const template = (props as { spec: { template: Data } }).spec.template;
    const odd = { ...props, beside: value, spec: { template: { ...template, metadata: { annotations: value } } } };
    const [made] = await analyzer.remediate({ type, props: odd });
    expect(differences(odd, made?.props)).toEqual({ [`${spec}.enableServiceLinks`]: false });
});

test("what is in a secret is put right there", async () => {
    await analyzer.configure({ "no-privilege-escalation": remediate, "no-service-links": remediate });
    const { type, props } = deployment({
        securityContext: secret({ ...goodContainer.securityContext, allowPrivilegeEscalation: true }),
    });
    expect(await set({ type, props: { ...props, spec: secret((props as Data).spec) } })).toEqual([
        [
            "no-privilege-escalation",
            { "spec.value.template.spec.containers.0.securityContext.value.allowPrivilegeEscalation": false },
        ],
    ]);
});

describe("what is waived stays as it is", () => {
    const settings = (properties: object) =>
        analyzer.configure({ settings: { properties }, "no-service-links": remediate });
    const grant = {
        control: "no-service-links",
        resource: "web",
        reason: "needs them",
        until: "2027-01-31",
        by: "platform",
    };

    test("by a grant", async () => {
        await settings({ grants: [grant] });
        expect(await set(careless)).toEqual([]);
        expect(await set({ ...careless, name: "other" })).toHaveLength(1);
    });

    test("by the baseline", async () => {
        const urn = `urn:pulumi:test::test::${careless.type}::web`;
        await settings({ baseline: { "no-service-links": [urn] } });
        expect(await set(careless)).toEqual([]);
        expect(await set({ ...careless, name: "other" })).toHaveLength(1);
    });
});

test("a namespace is labelled with the level that the settings ask for", async () => {
    const enforce = "pod-security.kubernetes.io/enforce";
    await analyzer.configure({
        settings: { properties: { podSecurityLevel: "baseline" } },
        "pod-security-enforce": remediate,
    });
    expect(await set(namespace())).toEqual([["pod-security-enforce", { [`metadata.labels.${enforce}`]: "baseline" }]]);
});

test("odd input fails no request", async () => {
    await analyzer.configure({ all: remediate });
    const deep = (depth: number): object => (depth === 0 ? {} : { a: deep(depth - 1) });
    const types = [
        "kubernetes:core/v1:Pod",
        "kubernetes:core/v1:List",
        "kubernetes:core/v1:Namespace",
        "aws:ecr/repository:Repository",
    ];
    for (const part of [
        null,
        "text",
        7,
        [],
        [null],
        [[]],
        { length: 1 },
        deep(90),
        sentinels.string,
        secret(null),
        asset,
    ]) {
        const inner = [part, { spec: { containers: [part], securityContext: part } }];
        for (const value of [part, { containers: part, labels: part, securityContext: part }, inner]) {
            const props = { spec: value, metadata: value, items: value, imageScanningConfiguration: value };
            for (const type of types) await analyzer.remediate({ type, props });
        }
    }
    expect(await analyzer.remediate(configMap)).toEqual([]);
});

test("each of a thousand containers is put right", async () => {
    await analyzer.configure(Object.fromEntries(remediable.map(({ id }) => [id, remediate])));
    const containers = Array.from({ length: 1000 }, (_, index) => ({ name: `app${String(index)}`, image: "a:1" }));
    const subject = deployment({}, { securityContext: {} });
    const props = { ...subject.props, spec: { template: { spec: { containers } } } };
    const made = (await analyzer.remediate({ ...subject, props })).at(-1)?.props;
    const answer = await analyzer.analyze({ ...subject, props: made ?? {} });
    expect(policiesOf(answer).filter((policy) => remediable.some(({ id }) => id === policy))).toEqual([]);
});
