import { control } from "../../control";
import { containers } from "../../subjects/pods";

export default control({
    id: "restricted-proc-mount",
    title: "Containers see /proc masked, also in a user namespace",
    severity: "high",
    level: "mandatory",
    why: "An unmasked /proc shows and changes settings of the node's kernel.",
    references: ["PSS Restricted: /proc Mount Type"],
    podSecurity: "restricted",
    on: containers,
    check: ({ container }, { since }) => {
        // Before 1.35 default-proc-mount judges all of it.
        const type = container.securityContext?.procMount ?? "Default";
        return type === "Default" || !since(35) ? undefined : `mounts /proc ${type}`;
    },
    good: [
        { container: {} },
        { container: { securityContext: { procMount: "Default" } } },
        { version: 34, container: { securityContext: { procMount: "Unmasked" } } },
    ],
    bad: [
        { container: { securityContext: { procMount: "Unmasked" } } },
        { version: 35, pod: { hostUsers: false }, container: { securityContext: { procMount: "Unmasked" } } },
    ],
});
