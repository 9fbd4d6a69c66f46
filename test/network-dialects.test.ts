import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { namespace, object, policy, verdict } from "./stacks";

const unknown = sentinels.string;

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
            "one whose pods' labels are unknown",
            admin,
            deny({ pods: { podSelector: { matchLabels: unknown } } }),
            "ClusterNetworkPolicy deny: spec.subject",
        ],
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
