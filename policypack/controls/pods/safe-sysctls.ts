import { control } from "../../control";
import { pods } from "../../subjects/pods";

const allowed = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
];

/** More names, by the minor version that allows them first. */
const allowedSince: [number, string[]][] = [
    [27, ["net.ipv4.ip_local_reserved_ports"]],
    [
        29,
        [
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
        ],
    ],
    [32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]],
    [37, ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"]],
];

const sysctls = (...names: string[]) => ({ securityContext: { sysctls: names.map((name) => ({ name, value: "1" })) } });

export default control({
    id: "safe-sysctls",
    title: "Pods set only sysctls that stay within the pod",
    severity: "high",
    level: "mandatory",
    why: "Other sysctls change the node's kernel for every pod on it.",
    references: ["PSS Baseline: Sysctls"],
    podSecurity: "baseline",
    on: pods,
    check: ({ pod }, { since }) => {
        const set = pod.securityContext?.sysctls ?? [];
        if (set.length === 0) return undefined;
        const names = [...allowed, ...allowedSince.flatMap(([minor, added]) => (since(minor) ? added : []))];
        const unsafe = set.map(({ name = "" }) => name).filter((name) => !names.includes(name));
        return unsafe.length > 0 ? `sets sysctl ${unsafe.join(", ")}` : undefined;
    },
    good: [
        { pod: {} },
        { pod: { securityContext: { sysctls: [] } } },
        { version: 0, pod: sysctls("net.ipv4.tcp_syncookies") },
        { version: 27, pod: sysctls("net.ipv4.ip_local_reserved_ports") },
        { version: 29, pod: sysctls("net.ipv4.tcp_keepalive_time") },
        { version: 32, pod: sysctls("net.ipv4.tcp_rmem") },
        { version: 37, pod: sysctls("net.ipv4.tcp_notsent_lowat") },
    ],
    bad: [
        { pod: sysctls("kernel.msgmax") },
        { pod: sysctls("net.ipv4.tcp_syncookies", "net.core.somaxconn") },
        { version: 26, pod: sysctls("net.ipv4.ip_local_reserved_ports") },
        { version: 28, pod: sysctls("net.ipv4.tcp_keepalive_time") },
        { version: 31, pod: sysctls("net.ipv4.tcp_rmem") },
        { version: 36, pod: sysctls("net.ipv4.tcp_notsent_lowat") },
    ],
});
