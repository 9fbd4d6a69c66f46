import { control } from "../../control";
import { pods } from "../../subjects/pods";

const fields = ["hostNetwork", "hostPID", "hostIPC"] as const;

export default control({
    id: "no-host-namespaces",
    title: "Pods do not share the network, process or IPC namespace of their node",
    severity: "critical",
    level: "mandatory",
    why: "In the node's namespaces a pod sees and reaches the node's processes, shared memory and network interfaces, and no network policy applies to it.",
    references: [
        "PSS Baseline: Host Namespaces",
        "CIS Kubernetes 5.2.3",
        "CIS Kubernetes 5.2.4",
        "CIS Kubernetes 5.2.5",
        "CIS EKS 4.2.2",
        "CIS EKS 4.2.3",
        "CIS EKS 4.2.4",
    ],
    podSecurity: "baseline",
    on: pods,
    check: ({ pod }) => {
        const shared = fields.filter((field) => pod[field]);
        return shared.length > 0 ? `sets ${shared.join(", ")}` : undefined;
    },
    good: [{ pod: {} }, { pod: { hostNetwork: false, hostPID: false, hostIPC: false } }],
    bad: [{ pod: { hostNetwork: true } }, { pod: { hostPID: true } }, { pod: { hostIPC: true } }],
});
