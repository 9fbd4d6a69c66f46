import { control } from "../../control";
import { onWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

/** What each of them gives, by capabilities(7). */
export const dangerous = new Set([
    "ALL",
    // Mounts, namespaces, devices: nearly all that root may do.
    "SYS_ADMIN",
    // Code in the kernel.
    "SYS_MODULE",
    "BPF",
    // The memory of the machine and of other processes.
    "SYS_RAWIO",
    "SYS_PTRACE",
    "PERFMON",
    // Any file of the node, by its handle and past its permissions.
    "DAC_READ_SEARCH",
    // The traffic of other pods and of the node.
    "NET_ADMIN",
    "NET_RAW",
    // The node's SELinux, AppArmor and audit rules.
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "AUDIT_CONTROL",
    // Restarting the node, into another kernel if need be.
    "SYS_BOOT",
]);

const add = (...names: string[]) => ({ container: { securityContext: { capabilities: { add: names } } } });

/** As container runtimes read it: in any case, with or without the kernel's prefix. */
function isDangerous(name: string): boolean {
    return dangerous.has(name.toUpperCase().replace(/^CAP_/, ""));
}

export default control({
    id: "no-dangerous-capabilities",
    title: "Containers add no capability that leads out of the container",
    severity: "critical",
    level: "mandatory",
    why: "With such a capability a process takes over the node, other containers or their traffic.",
    references: ["CIS Kubernetes 5.2.8"],
    narrows: "default-capabilities",
    on: containers,
    check: ({ container, pod }) => {
        if (onWindows(pod)) return undefined;
        const added = (container.securityContext?.capabilities?.add ?? []).filter(isDangerous);
        return added.length > 0 ? `adds ${added.join(", ")}` : undefined;
    },
    good: [
        { container: {} },
        add(),
        add("CHOWN", "NET_BIND_SERVICE", "SYS_TIME"),
        { pod: { os: { name: "windows" } }, ...add("SYS_ADMIN") },
    ],
    bad: [add("SYS_ADMIN"), add("CHOWN", "NET_RAW"), add("ALL"), add("cap_sys_ptrace")],
});
