import { control } from "../../control";
import { volumes } from "../../subjects/pods";

export default control({
    id: "no-host-path",
    title: "Pods do not mount paths of their node",
    severity: "high",
    level: "mandatory",
    why: "A hostPath volume reads or writes the node's files, and with them the credentials of the node and of other pods.",
    references: ["PSS Baseline: HostPath Volumes", "CIS Kubernetes 5.2.11"],
    podSecurity: "baseline",
    on: volumes,
    check: ({ volume }) => (volume.hostPath ? `mounts ${volume.hostPath.path ?? "a path"} of the node` : undefined),
    good: [{ volume: {} }, { volume: { emptyDir: {} } }],
    bad: [{ volume: { hostPath: { path: "/var/run/docker.sock" } } }, { volume: { hostPath: {} } }],
});
