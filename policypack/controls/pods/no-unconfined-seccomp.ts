import { control } from "../../control";
import { exemptOnWindows, ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const forPod = "seccomp.security.alpha.kubernetes.io/pod";
const forContainer = "container.seccomp.security.alpha.kubernetes.io/";

const onWindows = { pod: { os: { name: "windows" }, securityContext: { seccompProfile: { type: "Unconfined" } } } };

export default control({
    id: "no-unconfined-seccomp",
    title: "Seccomp profiles are the runtime's default or a local one",
    severity: "high",
    level: "mandatory",
    why: "Without a seccomp filter a container may call everything in the node's kernel, also what most escapes begin with.",
    references: ["PSS Baseline: Seccomp", "CIS Kubernetes 5.6.2"],
    podSecurity: "baseline",
    on: podsAndContainers,
    check: (subject, standard) => {
        if (!standard.since(19)) {
            const key = subject.container === undefined ? forPod : `${forContainer}${subject.container.name ?? ""}`;
            const value = subject.metadata.annotations?.[key] ?? "runtime/default";
            const fine = ["runtime/default", "docker/default"].includes(value) || value.startsWith("localhost/");
            return fine ? undefined : `has annotation ${key}: ${value}`;
        }
        // At level restricted upstream's own check of seccomp takes over, which exempts Windows.
        if (standard.level === "restricted" && exemptOnWindows(subject.pod, standard)) return undefined;
        const profile = ownSecurityContext(subject)?.seccompProfile;
        if (!profile || profile.type === "RuntimeDefault" || profile.type === "Localhost") return undefined;
        return `has seccomp profile ${profile.type ?? "of no type"}`;
    },
    good: [
        { pod: {}, metadata: {} },
        { pod: {}, container: {}, metadata: {} },
        { pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } },
        { pod: {}, container: { securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "web" } } } },
        { version: 18, pod: {}, metadata: { annotations: { [forPod]: "docker/default" } } },
        { version: 18, pod: {}, container: {}, metadata: { annotations: { [`${forContainer}app`]: "localhost/web" } } },
        { version: 19, pod: {}, metadata: { annotations: { [forPod]: "unconfined" } } },
        { level: "restricted", ...onWindows },
        { level: "restricted", version: 25, ...onWindows },
    ],
    bad: [
        { pod: { securityContext: { seccompProfile: { type: "Unconfined" } } } },
        { pod: {}, container: { securityContext: { seccompProfile: { type: "Unconfined" } } } },
        { pod: {}, container: { securityContext: { seccompProfile: {} } } },
        { version: 18, pod: {}, metadata: { annotations: { [forPod]: "unconfined" } } },
        {
            version: 18,
            pod: {},
            container: { name: "app" },
            metadata: { annotations: { [`${forContainer}app`]: "unconfined" } },
        },
        onWindows,
        { level: "restricted", version: 24, ...onWindows },
        {
            pod: {
                securityContext: { seccompProfile: { type: "Unconfined" } },
                containers: [{ securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
            },
        },
    ],
});
