import { control } from "../../control";
import { deniesByDefault, namespacesWithPolicies } from "../../subjects/network-policies";

const deny = { kind: "networking.k8s.io/NetworkPolicy", applies: true } as const;

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
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }] },
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Egress"], egress: [] } }] },
        {
            policies: [
                { kind: "cilium.io/CiliumNetworkPolicy", applies: true, spec: { endpointSelector: {}, egress: [{}] } },
            ],
        },
        {
            policies: [
                {
                    kind: "projectcalico.org/NetworkPolicy",
                    applies: true,
                    spec: { types: ["Egress"], egress: [{ action: "Deny" }] },
                },
            ],
        },
        {
            policies: [
                {
                    kind: "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
                    applies: true,
                    spec: {
                        subject: { namespaces: {} },
                        egress: [{ action: "Deny", to: [{ networks: ["0.0.0.0/0", "::/0"] }] }],
                    },
                },
            ],
        },
    ],
    bad: [
        { policies: [] },
        { policies: [{ ...deny, spec: { podSelector: {} } }] },
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Ingress"] } }] },
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] } }] },
        { policies: [{ ...deny, spec: { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Egress"] } }] },
    ],
});
