import { controls } from "hardened-containers-policies/controls";
import { judge, judgeStack } from "hardened-containers-policies/judge";
import { isData, type Data, type Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";

const unknown = sentinels.string;

function object(type: string, name: string, props: Data, more: Partial<Resource> = {}): Resource {
    const [, apiVersion = "", kind = ""] = type.split(":");
    const own = { apiVersion: apiVersion.replace("core/", ""), kind };
    const metadata = isData(props.metadata) ? { name, ...props.metadata } : (props.metadata ?? { name });
    return { type, urn: `urn:${name}`, name, props: { ...own, ...props, metadata }, ...more };
}
const namespace = (name: string, more: Partial<Resource> = {}, metadata: Data = {}): Resource =>
    object("kubernetes:core/v1:Namespace", name, { metadata }, more);
const policy = (
    spec: unknown,
    metadata: unknown = { namespace: "shop" },
    more: Partial<Resource> = {},
    type = "networking.k8s.io/v1:NetworkPolicy",
): Resource => object(`kubernetes:${type}`, "deny", { metadata, spec }, more);
const denyAll = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

function judged(id: string, resources: readonly Resource[]) {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judgeStack(control, resources);
    return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
}

/** `met`, `broken`, or the places that it depends on. */
function verdict(resources: readonly Resource[], direction = "ingress"): string {
    const { findings, undecided } = judged(`default-deny-${direction}`, resources);
    expect(findings.length * undecided.length).toBe(0);
    return findings.length > 0 ? "broken" : undecided.length > 0 ? undecided.join() : "met";
}

describe("default deny by Kubernetes", () => {
    test.each<[string, Data, string, string]>([
        ["both directions", denyAll, "met", "met"],
        ["no policy types", { podSelector: {} }, "met", "broken"],
        ["empty policy types", { podSelector: {}, policyTypes: [] }, "met", "broken"],
        ["no policy types, but egress rules", { podSelector: {}, egress: [{}] }, "met", "broken"],
        ["egress alone", { podSelector: {}, policyTypes: ["Egress"] }, "broken", "met"],
        ["no selector", { policyTypes: ["Ingress", "Egress"] }, "met", "met"],
        [
            "empty parts of a selector",
            { ...denyAll, podSelector: { matchLabels: {}, matchExpressions: [] } },
            "met",
            "met",
        ],
        ["labels", { ...denyAll, podSelector: { matchLabels: { app: "web" } } }, "broken", "broken"],
        [
            "expressions",
            { ...denyAll, podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } },
            "broken",
            "broken",
        ],
        ["a rule that allows", { ...denyAll, ingress: [{}], egress: [{}] }, "broken", "broken"],
        ["a rule that is null", { ...denyAll, ingress: [null], egress: null }, "broken", "met"],
    ])("%s", (_, spec, ingress, egress) => {
        const resources = [namespace("shop"), policy(spec)];
        expect([verdict(resources), verdict(resources, "egress")]).toEqual([ingress, egress]);
    });

    test("is for the namespace and the cluster that the policy is in", () => {
        expect(verdict([namespace("shop")])).toBe("broken");
        expect(verdict([namespace("shop"), policy(denyAll, { namespace: "other" })])).toBe("broken");
        expect(verdict([namespace("default"), policy(denyAll, {})])).toBe("met");
        expect(
            verdict([namespace("shop", { provider: "one" }), policy(denyAll, undefined, { provider: "other" })]),
        ).toBe("broken");
        expect(verdict([namespace("shop", { provider: "one" }), policy(denyAll, undefined, { provider: "one" })])).toBe(
            "met",
        );
        expect(verdict([policy(denyAll)])).toBe("met");
    });

    test("names each namespace that has none, and its resource", () => {
        const control = controls.find(({ id }) => id === "default-deny-ingress");
        const found = control && judgeStack(control, [namespace("shop"), namespace("bank"), policy(denyAll)]);
        expect(found).toMatchObject({
            subjects: 2,
            findings: [
                { message: "Namespace bank has no policy that denies ingress to all its pods", urn: "urn:bank" },
            ],
        });
    });

    test("holds for namespaces and policies in lists, and not for patches", () => {
        const list = (...items: Resource[]): Resource =>
            object("kubernetes:core/v1:List", "all", { items: items.map(({ props }) => props) });
        expect(verdict([list(namespace("shop"))])).toBe("broken");
        expect(verdict([list(namespace("shop"), policy(denyAll))])).toBe("met");
        expect(verdict([{ ...namespace("shop"), type: "kubernetes:core/v1:NamespacePatch" }])).toBe("met");
        expect(
            verdict([
                namespace("shop"),
                { ...policy(denyAll), type: "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch" },
            ]),
        ).toBe("broken");
    });
});

describe("default deny with unknowns", () => {
    const inUnknown = { namespace: unknown };

    test.each<[string, unknown, string]>([
        ["spec", unknown, "NetworkPolicy deny: spec"],
        ["policyTypes", { podSelector: {}, policyTypes: unknown }, "NetworkPolicy deny: spec.policyTypes"],
        ["podSelector", { podSelector: unknown, policyTypes: ["Ingress"] }, "NetworkPolicy deny: spec.podSelector"],
        ["ingress", { podSelector: {}, ingress: unknown }, "NetworkPolicy deny: spec.ingress"],
    ])("an unknown %s", (_, spec, place) => {
        expect(verdict([namespace("shop"), policy(spec)])).toBe(place);
    });

    test("an unknown namespace is the one namespace that its value comes from", () => {
        const from = (...urns: string[]) => ({ propertyDependencies: { metadata: urns } });
        const both = [namespace("shop"), namespace("bank")];
        const place = "NetworkPolicy deny: metadata.namespace";
        expect(judged("default-deny-ingress", [...both, policy(denyAll, inUnknown, from("urn:shop"))])).toMatchObject({
            findings: ["Namespace bank has no policy that denies ingress to all its pods"],
            undecided: [],
        });
        expect(verdict([...both, policy(denyAll, inUnknown, from("urn:shop", "urn:bank"))])).toBe(
            [place, place].join(),
        );
        expect(verdict([namespace("shop"), policy(denyAll, inUnknown)])).toBe(place);
        expect(verdict([namespace("shop"), policy(denyAll, unknown)])).toBe(place);
        expect(verdict([namespace("shop", {}, { name: unknown }), policy(denyAll, inUnknown, from("urn:shop"))])).toBe(
            "met",
        );
    });

    test("an unknown policy beside one that is known hides nothing and adds nothing", () => {
        expect(verdict([namespace("shop"), policy(denyAll), policy(unknown)])).toBe("met");
        expect(verdict([namespace("shop"), policy({ ...denyAll, ingress: [{}] }, inUnknown)])).toBe("broken");
    });

    test("an unknown list may hold the policy, or namespaces, if it is of that kind", () => {
        const list = (kind: string): Resource => object(`kubernetes:${kind}`, "all", { items: unknown });
        expect(verdict([namespace("shop"), list("networking.k8s.io/v1:NetworkPolicyList")])).toBe("all: items");
        expect(verdict([namespace("shop"), list("core/v1:PodList")])).toBe("broken");
        expect(verdict([list("core/v1:NamespaceList")])).toBe("all: items");
        expect(verdict([list("core/v1:List")])).toBe("all: items");
    });
});

describe("default deny by others", () => {
    const cilium = "cilium.io/v2:CiliumNetworkPolicy";
    const clusterwide = "cilium.io/v2:CiliumClusterwideNetworkPolicy";
    const calico = "projectcalico.org/v3:NetworkPolicy";
    const global = "projectcalico.org/v3:GlobalNetworkPolicy";
    const admin = "policy.networking.k8s.io/v1alpha2:ClusterNetworkPolicy";
    const all = { endpointSelector: {}, ingress: [{}] };
    const deny = (subject: unknown, rule: Data = {}): Data => ({
        subject,
        ingress: [{ action: "Deny", from: [{ namespaces: {} }], ...rule }],
    });

    test.each<[string, string, unknown, string]>([
        ["Cilium's empty rule", cilium, all, "met"],
        ["Cilium without rules", cilium, { endpointSelector: {} }, "broken"],
        ["Cilium's policy for nodes", cilium, { nodeSelector: {}, ingress: [{}] }, "broken"],
        ["Cilium's switch off", cilium, { ...all, enableDefaultDeny: { ingress: false } }, "broken"],
        [
            "Cilium's rules that deny",
            cilium,
            { endpointSelector: {}, ingressDeny: [{ fromEntities: ["world"] }] },
            "met",
        ],
        ["Cilium for all of the cluster", clusterwide, all, "met"],
        ["Calico", calico, {}, "met"],
        ["Calico for some pods", calico, { selector: "app == 'web'" }, "broken"],
        ["Calico for egress, as its rules say", calico, { egress: [{ action: "Deny" }] }, "broken"],
        ["Calico that allows", calico, { ingress: [{ action: "Allow" }] }, "broken"],
        ["Calico for all of the cluster", global, { selector: "all()" }, "met"],
        [
            "Calico for some namespaces",
            global,
            { namespaceSelector: "team == 'a'" },
            "GlobalNetworkPolicy deny: spec.namespaceSelector",
        ],
        [
            "Calico for some pods of some namespaces",
            global,
            { selector: "x == 'y'", namespaceSelector: "team == 'a'" },
            "broken",
        ],
        ["a ClusterNetworkPolicy", admin, deny({ namespaces: {} }), "met"],
        ["one for these labels", admin, deny({ namespaces: { matchLabels: { team: "web" } } }), "met"],
        [
            "one for the name",
            admin,
            deny({ namespaces: { matchLabels: { "kubernetes.io/metadata.name": "shop" } } }),
            "met",
        ],
        ["one for other labels", admin, deny({ namespaces: { matchLabels: { team: "db" } } }), "broken"],
        [
            "one by expressions",
            admin,
            deny({ namespaces: { matchExpressions: [{ key: "team", operator: "In", values: ["web"] }] } }),
            "met",
        ],
        [
            "one by others",
            admin,
            deny({ namespaces: { matchExpressions: [{ key: "team", operator: "NotIn", values: ["web"] }] } }),
            "broken",
        ],
        [
            "one for where a label is",
            admin,
            deny({ namespaces: { matchExpressions: [{ key: "team", operator: "Exists" }] } }),
            "met",
        ],
        [
            "one for where it is not",
            admin,
            deny({ namespaces: { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] } }),
            "broken",
        ],
        ["one for all pods", admin, deny({ pods: { namespaceSelector: {}, podSelector: {} } }), "met"],
        ["one for some pods", admin, deny({ pods: { podSelector: { matchLabels: { app: "web" } } } }), "broken"],
        ["one whose subject is unknown", admin, deny(unknown), "ClusterNetworkPolicy deny: spec.subject"],
        [
            "one whose pods are unknown",
            admin,
            deny({ pods: { podSelector: unknown } }),
            "ClusterNetworkPolicy deny: spec.subject",
        ],
        ["one that accepts first", admin, deny({ namespaces: {} }, { action: "Accept" }), "broken"],
        ["one for some ports", admin, deny({ namespaces: {} }, { ports: [{ portNumber: { port: 80 } }] }), "broken"],
    ])("%s", (_, type, spec, expected) => {
        const metadata = /Cluster|Global/.test(type) ? {} : { namespace: "shop" };
        const owner = namespace("shop", {}, { labels: { team: "web" } });
        expect(verdict([owner, policy(spec, metadata, {}, type)])).toBe(expected);
    });

    test("the administrators' baseline, for egress", () => {
        const spec = {
            subject: { namespaces: {} },
            egress: [{ action: "Deny", to: [{ networks: ["0.0.0.0/0", "::/0"] }] }],
        };
        const baseline = policy(spec, {}, {}, "policy.networking.k8s.io/v1alpha1:BaselineAdminNetworkPolicy");
        expect(verdict([namespace("shop"), baseline], "egress")).toBe("met");
        expect(verdict([namespace("shop"), baseline])).toBe("broken");
    });

    test("Cilium's several specs", () => {
        const several = (props: Data): Resource =>
            object(`kubernetes:${cilium}`, "deny", { metadata: { namespace: "shop" }, ...props });
        const none = { endpointSelector: { matchLabels: { app: "web" } }, ingress: [{}] };
        expect(verdict([namespace("shop"), several({ specs: [none, all] })])).toBe("met");
        expect(verdict([namespace("shop"), several({ spec: all, specs: [none] })])).toBe("met");
        expect(verdict([namespace("shop"), several({ specs: [none, null] })])).toBe("broken");
        expect(verdict([namespace("shop"), several({ specs: unknown })])).toBe("CiliumNetworkPolicy deny: specs");
        expect(verdict([namespace("shop"), several({ specs: [none, unknown] })])).toBe(
            "CiliumNetworkPolicy deny: specs[1]",
        );
    });
});

describe("no-service-account-token", () => {
    const pod = (spec: unknown, metadata: unknown = { namespace: "shop" }, more: Partial<Resource> = {}): Resource =>
        object("kubernetes:core/v1:Pod", "web", { metadata, spec }, more);
    const account = (name: string, automountServiceAccountToken?: unknown, metadata: Data = {}): Resource =>
        object("kubernetes:core/v1:ServiceAccount", name, {
            metadata: { namespace: "shop", ...metadata },
            automountServiceAccountToken,
        });
    const token = (...resources: Resource[]) => judged("no-service-account-token", resources);
    const missing = "spec does not switch off the token of its service account, nor does the service account";
    const met = { findings: [], undecided: [] };
    const broken = { findings: [missing], undecided: [] };

    test("what the pod says is judged on the pod alone", () => {
        const control = controls.find(({ id }) => id === "no-service-account-token");
        const own = (spec: Data) => control && judge(control, pod(spec)).findings.map(({ message }) => message);
        expect(own({ automountServiceAccountToken: true })).toEqual(["spec mounts the token of its service account"]);
        expect(own({ automountServiceAccountToken: false })).toEqual([]);
        expect(own({})).toEqual([]);
        for (const automountServiceAccountToken of [true, false]) {
            expect(token(pod({ automountServiceAccountToken }), account("default", true))).toEqual(met);
        }
    });

    test("what it leaves to its service account is judged by that", () => {
        const patch = { ...account("default", false), type: "kubernetes:core/v1:ServiceAccountPatch" };
        expect(token(pod({}))).toEqual(broken);
        expect(token(pod({}), account("default", false))).toEqual(met);
        expect(token(pod({}), account("default", true))).toEqual(broken);
        expect(token(pod({}), account("default"))).toEqual(broken);
        expect(token(pod({}), account("default"), patch)).toEqual(met);
        expect(token(pod({ serviceAccountName: "web" }), account("default", false))).toEqual(broken);
        expect(token(pod({ serviceAccountName: "web" }), account("web", false))).toEqual(met);
        expect(token(pod({ serviceAccount: "web" }), account("web", false))).toEqual(met);
        expect(token(pod({ serviceAccountName: "web" }), account("web", false, { namespace: "other" }))).toEqual(
            broken,
        );
        expect(token(pod({}), { ...account("default", false), provider: "other" })).toEqual(broken);
    });

    test("unknowns leave it open only where they could decide it", () => {
        const named = { serviceAccountName: unknown };
        const place = (path: string) => ({ findings: [], undecided: [path] });
        expect(token(pod(named))).toEqual(broken);
        expect(token(pod(named), account("web", true))).toEqual(broken);
        expect(token(pod(named), account("web", false))).toEqual(place("spec.serviceAccountName"));
        const from = { propertyDependencies: { spec: ["urn:web"] } };
        expect(token(pod(named, undefined, from), account("web", false), account("other"))).toEqual(met);
        expect(token(pod({}), account("default", unknown))).toEqual(
            place("ServiceAccount default: automountServiceAccountToken"),
        );
        expect(token(pod({}), account("web", false, { name: unknown }))).toEqual(place("spec.serviceAccountName"));
        expect(token(pod(unknown))).toEqual(place("spec"));
        expect(token(pod({ automountServiceAccountToken: unknown }))).toEqual(
            place("spec.automountServiceAccountToken"),
        );
    });
});

test("a large stack is judged in reasonable time", () => {
    const many = Array.from({ length: 1000 }, (_, number) => [
        namespace(`ns-${number}`),
        policy(denyAll, { namespace: `ns-${number}` }),
        object("kubernetes:core/v1:ServiceAccount", `sa-${number}`, { automountServiceAccountToken: false }),
        object("kubernetes:core/v1:Pod", `pod-${number}`, { spec: { serviceAccountName: `sa-${number}` } }),
    ]).flat();
    const started = performance.now();
    for (const id of ["default-deny-ingress", "default-deny-egress", "no-service-account-token"]) {
        expect(judged(id, many)).toEqual({ findings: [], undecided: [] });
    }
    expect(performance.now() - started).toBeLessThan(2000);
});
