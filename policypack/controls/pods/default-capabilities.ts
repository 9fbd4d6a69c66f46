import { control } from "../../control";
import { exemptOnWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

/** What container runtimes grant anyway. */
export const defaults = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

const onWindows = {
    pod: { os: { name: "windows" } },
    container: { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } },
};

export default control({
    id: "default-capabilities",
    title: "Containers add no capability beyond the default ones",
    severity: "high",
    level: "mandatory",
    why: "Capabilities beyond the default ones, such as SYS_ADMIN and NET_RAW, lead out of the container or into the traffic of others.",
    references: ["PSS Baseline: Capabilities", "CIS Kubernetes 5.2.9"],
    podSecurity: "baseline",
    on: containers,
    check: ({ container, pod }, standard) => {
        // At level restricted upstream's own check of capabilities takes over, which exempts Windows.
        if (standard.level === "restricted" && exemptOnWindows(pod, standard)) return undefined;
        const added = (container.securityContext?.capabilities?.add ?? []).filter((name) => !defaults.includes(name));
        return added.length > 0 ? `adds ${added.join(", ")}` : undefined;
    },
    good: [
        { container: {} },
        { container: { securityContext: { capabilities: { add: [] } } } },
        { container: { securityContext: { capabilities: { add: ["CHOWN", "NET_BIND_SERVICE"] } } } },
        { level: "restricted", ...onWindows },
        { level: "restricted", version: 25, ...onWindows },
    ],
    bad: [
        { container: { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } } },
        { container: { securityContext: { capabilities: { add: ["NET_RAW", "CHOWN"] } } } },
        onWindows,
        { level: "restricted", version: 24, ...onWindows },
    ],
});
