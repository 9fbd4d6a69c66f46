import { control } from "../../control";
import { exemptOnWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

export default control({
    id: "no-privilege-escalation",
    title: "Processes in containers cannot gain privileges",
    severity: "high",
    level: "mandatory",
    why: "With privilege escalation allowed, a set-user-ID program makes a non-root process root. It is allowed unless it is forbidden.",
    references: ["PSS Restricted: Privilege Escalation", "CIS Kubernetes 5.2.6", "CIS EKS 4.2.5"],
    podSecurity: "restricted",
    on: containers,
    check: ({ container, pod }, standard) => {
        if (!standard.since(8) || exemptOnWindows(pod, standard)) return undefined;
        const allowed = container.securityContext?.allowPrivilegeEscalation;
        if (allowed === false) return undefined;
        return allowed ? "allows privilege escalation" : "does not forbid privilege escalation";
    },
    safe: { container: { securityContext: { allowPrivilegeEscalation: false } } },
    good: [
        { container: { securityContext: { allowPrivilegeEscalation: false } } },
        { pod: { os: { name: "windows" } }, container: {} },
        { version: 25, pod: { os: { name: "windows" } }, container: {} },
        { version: 7, container: {} },
    ],
    bad: [
        { container: {} },
        { container: { securityContext: { allowPrivilegeEscalation: true } } },
        { version: 24, pod: { os: { name: "windows" } }, container: {} },
        { version: 8, container: {} },
    ],
});
