import { control } from "../../control";
import { exemptInUserNamespace, ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const runAsNonRoot = (value: boolean) => ({ securityContext: { runAsNonRoot: value } });

export default control({
    id: "run-as-non-root",
    title: "Containers are required to run as a user other than root",
    severity: "high",
    level: "mandatory",
    why: "Root in a container is root on the node for everything that the container can reach of it, and most escapes need it.",
    references: ["PSS Restricted: Running as Non-root", "CIS Kubernetes 5.2.7"],
    podSecurity: "restricted",
    on: podsAndContainers,
    check: (subject, standard) => {
        if (exemptInUserNamespace(subject.pod, standard)) return undefined;
        const own = ownSecurityContext(subject)?.runAsNonRoot ?? undefined;
        if (own === false) return "allows root (runAsNonRoot: false)";
        // Only absence is inherited, and a pod that says false is reported itself.
        const inherited = subject.pod.securityContext?.runAsNonRoot ?? undefined;
        if (subject.container === undefined || own !== undefined || inherited !== undefined) return undefined;
        return "does not set runAsNonRoot, nor does its pod";
    },
    safe: { pod: { securityContext: { runAsNonRoot: true } } },
    good: [
        { pod: runAsNonRoot(true), container: {} },
        { pod: {}, container: runAsNonRoot(true) },
        { pod: {} },
        { pod: { hostUsers: false }, container: {} },
        { version: 35, pod: { hostUsers: false, ...runAsNonRoot(false) } },
    ],
    bad: [
        { pod: {}, container: {} },
        { pod: runAsNonRoot(true), container: runAsNonRoot(false) },
        { pod: { ...runAsNonRoot(false), containers: [runAsNonRoot(true)] } },
        { version: 34, pod: { hostUsers: false }, container: {} },
    ],
});
