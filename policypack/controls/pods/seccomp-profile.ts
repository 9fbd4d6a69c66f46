import { control } from "../../control";
import { exemptOnWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

const profile = (type: string) => ({ securityContext: { seccompProfile: { type } } });

export default control({
    id: "seccomp-profile",
    title: "Containers have a seccomp profile",
    severity: "high",
    level: "mandatory",
    why: "Without a profile no system call is filtered, unless the node's kubelet happens to be told so.",
    references: ["PSS Restricted: Seccomp", "CIS Kubernetes 5.6.2"],
    podSecurity: "restricted",
    on: containers,
    check: ({ container, pod }, standard) => {
        if (!standard.since(19) || exemptOnWindows(pod, standard)) return undefined;
        // A profile that is set is no-unconfined-seccomp's.
        const set = container.securityContext?.seccompProfile ?? pod.securityContext?.seccompProfile;
        return set ? undefined : "has no seccomp profile, nor has its pod";
    },
    safe: { pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } },
    good: [
        { pod: profile("RuntimeDefault"), container: {} },
        { pod: {}, container: profile("Localhost") },
        { pod: { os: { name: "windows" } }, container: {} },
        { version: 25, pod: { os: { name: "windows" } }, container: {} },
        { version: 18, pod: {}, container: {} },
    ],
    bad: [
        { pod: {}, container: {} },
        { version: 24, pod: { os: { name: "windows" } }, container: {} },
        { version: 19, pod: {}, container: {} },
    ],
});
