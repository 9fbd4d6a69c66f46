import { control } from "../../control";
import { containers } from "../../subjects/pods";

export default control({
    id: "no-privileged",
    title: "Containers are not privileged",
    severity: "critical",
    level: "mandatory",
    why: "A privileged container is root on its node: every other isolation is off.",
    references: ["PSS Baseline: Privileged Containers", "CIS Kubernetes 5.2.2", "CIS EKS 4.2.1"],
    podSecurity: "baseline",
    on: containers,
    check: ({ container }) => (container.securityContext?.privileged ? "is privileged" : undefined),
    good: [{ container: {} }, { container: { securityContext: { privileged: false } } }],
    bad: [
        { container: { securityContext: { privileged: true } } },
        { container: { securityContext: { privileged: true } }, list: "initContainers" },
    ],
});
