import { control } from "../../control";
import type { Data } from "../../resource";
import { networkPolicies } from "../../subjects/network-rules";

const policy = (spec: Data) => ({ spec: { podSelector: {}, ...spec } });
const directions = ["Ingress", "Egress"];

export default control({
    id: "explicit-policy-types",
    title: "Network policies say which directions they are for, and have rules of no other",
    severity: "low",
    level: "advisory",
    why: "Without policyTypes a policy isolates its pods for ingress even if it only has egress rules, and for egress only if it has some; rules of a direction that is not named do nothing.",
    references: [],
    on: networkPolicies,
    check: ({ spec }) => {
        const { policyTypes } = spec;
        if (!Array.isArray(policyTypes) || policyTypes.length === 0) return "has no policyTypes";
        const idle = directions.filter((direction) => {
            const rules = spec[direction.toLowerCase()];
            return Array.isArray(rules) && rules.length > 0 && !policyTypes.includes(direction);
        });
        if (idle.length === 0) return undefined;
        return `has ${idle.join(" and ").toLowerCase()} rules, which do nothing without ${idle.join(" and ")} in policyTypes`;
    },
    // There is no safe: what keeps the meaning hangs on the rules, and what is good for one policy cuts off, or opens,
    // the pods of another.
    good: [
        policy({ policyTypes: ["Ingress", "Egress"] }),
        policy({ policyTypes: ["Ingress"] }),
        policy({ policyTypes: ["Egress"] }),
        policy({ policyTypes: ["Ingress"], ingress: [{}], egress: [] }),
        policy({ policyTypes: ["Egress"], egress: [{}], ingress: [] }),
        policy({ policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] }),
    ],
    bad: [
        { spec: {} },
        policy({ policyTypes: [] }),
        policy({ ingress: [{}] }),
        policy({ egress: [{}] }),
        policy({ policyTypes: ["Ingress"], egress: [{}] }),
        policy({ policyTypes: ["Egress"], ingress: [{}] }),
        policy({ policyTypes: ["ingress"], ingress: [{}], egress: [{}] }),
    ],
});
