import { control } from "../../control";
import type { Data } from "../../resource";
import { deniesByDefault, namespacesWithPolicies } from "../../subjects/network-policies";

const policy = (kind: string) => (spec: Data) => ({ policies: [{ kind, applies: true as const, spec }] });
const kubernetes = policy("networking.k8s.io/NetworkPolicy");
const cilium = policy("cilium.io/CiliumNetworkPolicy");
const calico = policy("projectcalico.org/GlobalNetworkPolicy");
const administrators = (rule: Data) =>
    policy("policy.networking.k8s.io/ClusterNetworkPolicy")({ subject: { namespaces: {} }, ingress: [rule] });
const anyValue = { key: "app", operator: "Exists" };

export default control({
    id: "default-deny-ingress",
    title: "Namespaces deny ingress that no policy allows",
    severity: "high",
    level: "mandatory",
    why: "Without such a policy every pod of the cluster reaches every pod of the namespace, so one broken pod reaches them all.",
    references: ["CIS Kubernetes 5.3.2", "CIS EKS 4.3.2", "NSA: Network policies"],
    on: namespacesWithPolicies,
    check: ({ policies }) =>
        deniesByDefault(policies, "Ingress") ? undefined : "has no policy that denies ingress to all its pods",
    good: [
        kubernetes({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
        kubernetes({ podSelector: {}, ingress: [] }),
        kubernetes({ podSelector: {}, policyTypes: [] }),
        cilium({ endpointSelector: {}, ingress: [{}] }),
        cilium({ endpointSelector: {}, ingressDeny: [{}] }),
        cilium({ endpointSelector: {}, ingress: [], enableDefaultDeny: { ingress: true } }),
        calico({ selector: "all()", types: ["Ingress", "Egress"] }),
        calico({}),
        administrators({ action: "Deny", from: [{ namespaces: {} }] }),
    ],
    bad: [
        { policies: [] },
        kubernetes({ podSelector: {}, policyTypes: ["Egress"] }),
        kubernetes({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] }),
        kubernetes({ podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"] }),
        kubernetes({ podSelector: { matchExpressions: [anyValue] }, policyTypes: ["Ingress"] }),
        cilium({ endpointSelector: {}, ingress: [] }),
        cilium({ endpointSelector: {}, ingress: [{ fromEntities: ["cluster"] }] }),
        cilium({ endpointSelector: {}, ingress: [{}], enableDefaultDeny: { ingress: false } }),
        cilium({ endpointSelector: { matchLabels: { app: "web" } }, ingress: [{}] }),
        cilium({ endpointSelector: { matchExpressions: [anyValue] }, ingress: [{}] }),
        calico({ egress: [{ action: "Deny" }] }),
        calico({ types: ["Ingress"], ingress: [{ action: "Allow" }] }),
        calico({ selector: "app == 'web'", types: ["Ingress"] }),
        administrators({ action: "Accept", from: [{ namespaces: {} }] }),
        administrators({ action: "Deny", from: [{ namespaces: {} }], ports: [{ portNumber: { port: 80 } }] }),
        administrators({ action: "Deny", from: [{ namespaces: {} }], protocols: [{ tcp: {} }] }),
        administrators({ action: "Deny", from: [{ namespaces: { matchLabels: { team: "web" } } }] }),
        administrators({ action: "Deny", from: [{ namespaces: { matchExpressions: [anyValue] } }] }),
    ],
});
