import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { judged, namespace, object, policy } from "./stacks";

const unknown = sentinels.string;
const open = { podSelector: {}, ingress: [{}] };
const everywhere = "allows all ports from everywhere";

/** What a control says of one resource: messages, or the places that it depends on. */
function says(id: string, resource: Resource): string[] {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judge(control, resource);
    return [...findings.map(({ message }) => message), ...undecided.map(({ path }) => `? ${path}`)];
}
const rules = (spec: unknown, type?: string) => says("no-allow-all-rule", policy(spec, {}, {}, type));

describe("rules", () => {
    test("are named by their direction and number", () => {
        expect(rules({ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }, {}], egress: [{ to: [] }] })).toEqual([
            `spec.ingress[1] ${everywhere}`,
            "spec.egress[0] allows all ports to everywhere",
        ]);
    });

    test("say what they allow", () => {
        expect(rules({ ingress: [{ ports: [{ protocol: "UDP" }] }] })).toEqual([
            "spec.ingress[0] allows all UDP ports from everywhere",
        ]);
        expect(rules({ ingress: [{ ports: [{ port: 1, endPort: 65535 }] }] })).toEqual([
            "spec.ingress[0] allows all TCP ports from everywhere",
        ]);
        expect(rules({ egress: [{ to: [{ namespaceSelector: {} }] }] })).toEqual([
            "spec.egress[0] allows all ports to every pod of every namespace",
        ]);
        expect(rules({ ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] })).toEqual([
            "spec.ingress[0] allows all ports from 0.0.0.0/0",
        ]);
    });

    test.each([
        ["extensions/v1beta1:NetworkPolicy", true],
        ["networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy", true],
        ["cilium.io/v2:CiliumNetworkPolicy", false],
        ["example.com/v1:NetworkPolicy", false],
    ])("of %s are judged: %p", (type, expected) => {
        expect(rules(open, type)).toEqual(expected ? [`spec.ingress[0] ${everywhere}`] : []);
    });

    test("are judged in lists", () => {
        const list = (kind: string, items: unknown) => object(`kubernetes:${kind}`, "all", { items });
        const item = policy(open, {}).props;
        const found = [`items[deny].spec.ingress[0] ${everywhere}`];
        expect(says("no-allow-all-rule", list("networking.k8s.io/v1:NetworkPolicyList", [item]))).toEqual(found);
        expect(says("no-allow-all-rule", list("core/v1:List", [item]))).toEqual(found);
        expect(says("no-allow-all-rule", list("networking.k8s.io/v1:NetworkPolicyList", unknown))).toEqual(["? items"]);
        expect(says("no-allow-all-rule", list("core/v1:PodList", unknown))).toEqual([]);
    });

    test("in a patch are whole, as it replaces their list; its types may have been set before", () => {
        const patch = (id: string, spec: unknown) =>
            says(id, { ...policy(spec, {}), type: "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch" });
        expect(patch("no-allow-all-rule", open)).toEqual([`spec.ingress[0] ${everywhere}`]);
        expect(patch("no-allow-all-rule", unknown)).toEqual([]);
        expect(patch("explicit-policy-types", {})).toEqual([]);
        expect(patch("explicit-policy-types", { policyTypes: [] })).toHaveLength(1);
        expect(patch("explicit-policy-types", { policyTypes: ["Ingress"], egress: [{}] })).toEqual([
            "spec has egress rules, which do nothing without Egress in policyTypes",
        ]);
    });

    test.each<[unknown, string[]]>([
        [unknown, ["? spec"]],
        [{ ingress: unknown }, ["? spec.ingress"]],
        [{ ingress: [unknown, { from: [{ podSelector: {} }] }] }, ["? spec.ingress[0]"]],
        [{ ingress: [{ from: unknown }] }, ["? spec.ingress[0].from"]],
        [{ ingress: [{ from: [{ ipBlock: { cidr: unknown } }] }] }, ["? spec.ingress[0].from[0].ipBlock.cidr"]],
        [{ ingress: [{ ports: unknown }] }, ["? spec.ingress[0].ports"]],
        [{ ingress: [{ ports: [{ port: unknown }] }] }, ["? spec.ingress[0].ports[0].port"]],
        [{ ingress: [{ from: unknown, ports: [{ port: 80 }] }] }, []],
        [
            { ingress: [{ from: [unknown, { namespaceSelector: {} }] }] },
            ["spec.ingress[0] allows all ports from every pod of every namespace"],
        ],
        [{ podSelector: unknown, ingress: [{}] }, [`spec.ingress[0] ${everywhere}`]],
    ])("with unknowns: %j", (spec, expected) => {
        expect(rules(spec)).toEqual(expected);
    });

    test.each([null, 7, "text", [], [null], { name: 7 }])("that are odd (%j) are no crash", (odd) => {
        const specs = [odd, { ingress: odd, egress: odd, policyTypes: odd }, { egress: [{ to: odd, ports: odd }] }];
        const peers = [odd, { ipBlock: odd }, { ipBlock: { cidr: odd, except: odd } }, { namespaceSelector: odd }];
        for (const spec of [...specs, ...peers.map((peer) => ({ egress: [{ to: [peer], ports: [odd] }] }))]) {
            for (const { id, on } of controls) {
                const said = on.scope === "resource" ? says(id, policy(spec)) : [];
                expect(said.join()).not.toContain("could not be judged");
            }
            expect(() => judged("no-metadata-egress", [policy(spec)])).not.toThrow();
        }
    });
});

describe("what denies egress to the metadata service", () => {
    const path = "NetworkPolicy deny: spec.egress[0]";
    const found = {
        findings: [`${path} allows egress to 169.254.169.254, which gives out the credentials of the node`],
        undecided: [],
    };
    const none = { findings: [], undecided: [] };
    const web = policy({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] });
    const deny = (subject: unknown, more: Partial<Resource> = {}): Resource => {
        const egress = [{ action: "Deny", to: [{ networks: ["169.254.0.0/16"] }] }];
        const type = "kubernetes:policy.networking.k8s.io/v1alpha2:ClusterNetworkPolicy";
        return object(type, "guard", { spec: { tier: "Admin", subject, egress } }, more);
    };
    const cilium = (where: Data) => {
        const spec = { endpointSelector: {}, egressDeny: [{ toCIDR: ["169.254.169.254/32"] }] };
        return object("kubernetes:cilium.io/v2:CiliumNetworkPolicy", "guard", { metadata: where, spec });
    };
    const shop = (labels: unknown = { team: "web" }) => namespace("shop", {}, { labels });
    const team = { namespaces: { matchLabels: { team: "web" } } };
    const subject = { findings: [], undecided: ["ClusterNetworkPolicy guard: spec.subject"] };
    const labels = { findings: [], undecided: ["Namespace shop: metadata.labels"] };

    test.each<[string, Resource[], object]>([
        ["nothing", [], found],
        ["a policy for all namespaces", [deny({ namespaces: {} })], none],
        ["one of another cluster", [deny({ namespaces: {} }, { provider: "other" })], found],
        ["one for the namespace", [shop(), deny(team)], none],
        ["one for others", [shop({ team: "db" }), deny(team)], found],
        ["one for some, where the namespace is not declared", [deny(team)], subject],
        ["one for some, where the labels are not known", [shop(unknown), deny(team)], labels],
        ["an unknown one", [deny(unknown)], subject],
        ["one in the namespace", [cilium({ namespace: "shop" })], none],
        ["one in another", [cilium({ namespace: "bank" })], found],
        [
            "one in an unknown one",
            [cilium({ namespace: unknown })],
            { findings: [], undecided: ["CiliumNetworkPolicy guard: metadata.namespace"] },
        ],
        [
            "an unknown list",
            [object("kubernetes:cilium.io/v2:CiliumNetworkPolicyList", "all", { items: unknown })],
            { findings: [], undecided: ["all: items"] },
        ],
    ])("%s", (_, beside, expected) => {
        expect(judged("no-metadata-egress", [web, ...beside])).toEqual(expected);
    });

    test("an unknown list of policies may hold such a rule", () => {
        const list = object("kubernetes:networking.k8s.io/v1:NetworkPolicyList", "all", { items: unknown });
        expect(judged("no-metadata-egress", [list])).toEqual({ findings: [], undecided: ["all: items"] });
    });
});

test("labels of a namespace that are not known do not decide whether an administrator's policy concerns it", () => {
    const spec = { subject: { namespaces: { matchLabels: { team: "web" } } }, ingress: [] };
    const denying = { ...spec, ingress: [{ action: "Deny", from: [{ namespaces: {} }] }] };
    const type = "policy.networking.k8s.io/v1alpha2:ClusterNetworkPolicy";
    expect(
        judged("default-deny-ingress", [namespace("shop", {}, { labels: unknown }), policy(denying, {}, {}, type)]),
    ).toEqual({ findings: [], undecided: ["Namespace shop: metadata.labels"] });
});
