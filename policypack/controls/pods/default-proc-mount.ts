import { control } from "../../control";
import { exemptInUserNamespace } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

export default control({
    id: "default-proc-mount",
    title: "Containers see /proc masked, unless the pod has a user namespace of its own",
    severity: "high",
    level: "mandatory",
    why: "An unmasked /proc shows and changes settings of the node's kernel.",
    references: ["PSS Baseline: /proc Mount Type"],
    podSecurity: "baseline",
    on: containers,
    check: ({ container, pod }, standard) => {
        // From 1.35 on restricted-proc-mount judges all of it at level restricted.
        if (standard.level === "restricted" && standard.since(35)) return undefined;
        if (exemptInUserNamespace(pod, standard)) return undefined;
        const type = container.securityContext?.procMount ?? "Default";
        return type === "Default" ? undefined : `mounts /proc ${type}`;
    },
    good: [
        { container: {} },
        { container: { securityContext: { procMount: "Default" } } },
        { pod: { hostUsers: false }, container: { securityContext: { procMount: "Unmasked" } } },
        { level: "restricted", container: { securityContext: { procMount: "Unmasked" } } },
    ],
    bad: [
        { container: { securityContext: { procMount: "Unmasked" } } },
        { version: 34, pod: { hostUsers: false }, container: { securityContext: { procMount: "Unmasked" } } },
        { version: 34, level: "restricted", container: { securityContext: { procMount: "Unmasked" } } },
    ],
});
