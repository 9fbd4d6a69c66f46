import { control } from "../../control";
import type { Data } from "../../resource";
import { deniesByDefault, namespacesWithPolicies } from "../../subjects/network-policies";

const policy = (kind: string) => (spec: Data) => ({ policies: [{ kind, applies: true as const, spec }] });
const kubernetes = policy("networking.k8s.io/NetworkPolicy");
const cilium = policy("cilium.io/CiliumNetworkPolicy");
const calico = policy("projectcalico.org/NetworkPolicy");
const administrators = (rule: Data) =>
    policy("policy.networking.k8s.io/BaselineAdminNetworkPolicy")({ subject: { namespaces: {} }, egress: [rule] });
const anyValue = { key: "app", operator: "Exists" };

export default control({
    id: "default-deny-egress",
    title: "Namespaces deny egress that no policy allows",
    severity: "high",
    level: "mandatory",
    why: "Without such a policy a broken pod reaches the internet, the node's metadata service and everything in the cluster, to fetch tools and to carry data away.",
    references: ["NSA: Network policies"],
    on: namespacesWithPolicies,
    check: ({ policies }) =>
        deniesByDefault(policies, "Egress") ? undefined : "has no policy that denies egress to all its pods",
    good: [
        kubernetes({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
        kubernetes({ podSelector: {}, policyTypes: ["Egress"], egress: [] }),
        cilium({ endpointSelector: {}, egress: [{}] }),
        cilium({ endpointSelector: {}, egressDeny: [{}] }),
        cilium({ endpointSelector: {}, egress: [], enableDefaultDeny: { egress: true } }),
        calico({ types: ["Egress"], egress: [{ action: "Deny" }] }),
        calico({ ingress: [{ action: "Allow" }], egress: [{ action: "Deny" }] }),
        administrators({ action: "Deny", to: [{ networks: ["0.0.0.0/0", "::/0"] }] }),
    ],
    bad: [
        { policies: [] },
        kubernetes({ podSelector: {} }),
        kubernetes({ podSelector: {}, policyTypes: ["Ingress"] }),
        kubernetes({ podSelector: {}, policyTypes: ["Egress"], egress: [{}] }),
        kubernetes({ podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Egress"] }),
        kubernetes({ podSelector: { matchExpressions: [anyValue] }, policyTypes: ["Egress"] }),
        cilium({ endpointSelector: {}, egress: [] }),
        cilium({ endpointSelector: {}, egress: [{ toEntities: ["cluster"] }] }),
        cilium({ endpointSelector: {}, egress: [{}], enableDefaultDeny: { egress: false } }),
        cilium({ endpointSelector: { matchLabels: { app: "web" } }, egress: [{}] }),
        cilium({ endpointSelector: { matchExpressions: [anyValue] }, egress: [{}] }),
        calico({}),
        calico({ types: ["Egress"], egress: [{ action: "Allow" }] }),
        calico({ selector: "app == 'web'", types: ["Egress"] }),
        administrators({ action: "Accept", to: [{ networks: ["0.0.0.0/0", "::/0"] }] }),
        administrators({
            action: "Deny",
            to: [{ networks: ["0.0.0.0/0", "::/0"] }],
            ports: [{ portNumber: { port: 80 } }],
        }),
        administrators({ action: "Deny", to: [{ networks: ["0.0.0.0/0", "::/0"] }], protocols: [{ tcp: {} }] }),
        administrators({ action: "Deny", to: [{ networks: ["10.0.0.0/8"] }] }),
    ],
});
