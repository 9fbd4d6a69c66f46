import { control } from "../../control";
import { deniesByDefault, namespacesWithPolicies } from "../../subjects/network-policies";

const deny = { kind: "networking.k8s.io/NetworkPolicy", applies: true } as const;

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
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }] },
        { policies: [{ ...deny, spec: { podSelector: {}, ingress: [] } }] },
        {
            policies: [
                { kind: "cilium.io/CiliumNetworkPolicy", applies: true, spec: { endpointSelector: {}, ingress: [{}] } },
            ],
        },
        {
            policies: [
                {
                    kind: "projectcalico.org/GlobalNetworkPolicy",
                    applies: true,
                    spec: { selector: "all()", types: ["Ingress", "Egress"] },
                },
            ],
        },
        {
            policies: [
                {
                    kind: "policy.networking.k8s.io/ClusterNetworkPolicy",
                    applies: true,
                    spec: {
                        tier: "Baseline",
                        subject: { namespaces: {} },
                        ingress: [{ action: "Deny", from: [{ namespaces: {} }] }],
                    },
                },
            ],
        },
    ],
    bad: [
        { policies: [] },
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Egress"] } }] },
        { policies: [{ ...deny, spec: { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"] } }] },
        {
            policies: [
                {
                    ...deny,
                    spec: {
                        podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] },
                        policyTypes: ["Ingress"],
                    },
                },
            ],
        },
        { policies: [{ ...deny, spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] } }] },
        {
            policies: [
                { kind: "cilium.io/CiliumNetworkPolicy", applies: true, spec: { endpointSelector: {}, ingress: [] } },
            ],
        },
        {
            policies: [
                {
                    kind: "policy.networking.k8s.io/ClusterNetworkPolicy",
                    applies: true,
                    spec: { subject: { namespaces: {} }, ingress: [{ action: "Accept", from: [{ namespaces: {} }] }] },
                },
            ],
        },
    ],
});
