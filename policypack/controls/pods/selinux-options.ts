import { control } from "../../control";
import { ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const types = ["container_t", "container_init_t", "container_kvm_t"];

export default control({
    id: "selinux-options",
    title: "SELinux options stay within the types made for containers",
    severity: "high",
    level: "mandatory",
    why: "Another SELinux type, user or role takes away what keeps a container from the node's files and processes.",
    references: ["PSS Baseline: SELinux"],
    podSecurity: "baseline",
    on: podsAndContainers,
    check: (subject, { since }) => {
        const options = ownSecurityContext(subject)?.seLinuxOptions ?? {};
        const allowed = since(31) ? [...types, "container_engine_t"] : types;
        const faults = [
            options.type && !allowed.includes(options.type) && `type ${options.type}`,
            options.user && `user ${options.user}`,
            options.role && `role ${options.role}`,
        ].filter(Boolean);
        return faults.length > 0 ? `has SELinux ${faults.join(", ")}` : undefined;
    },
    good: [
        { pod: {} },
        { pod: {}, container: {} },
        { pod: { securityContext: { seLinuxOptions: { type: "container_t", level: "s0:c123,c456" } } } },
        {
            pod: {},
            container: { securityContext: { seLinuxOptions: { type: "container_kvm_t", user: "", role: "" } } },
        },
        { version: 31, pod: { securityContext: { seLinuxOptions: { type: "container_engine_t" } } } },
    ],
    bad: [
        { pod: { securityContext: { seLinuxOptions: { type: "spc_t" } } } },
        { pod: { securityContext: { seLinuxOptions: { user: "system_u" } } } },
        { pod: { securityContext: { seLinuxOptions: { role: "system_r" } } } },
        { pod: {}, container: { securityContext: { seLinuxOptions: { type: "spc_t" } } } },
        { pod: {}, container: { securityContext: { seLinuxOptions: { user: "system_u", role: "system_r" } } } },
        { version: 30, pod: { securityContext: { seLinuxOptions: { type: "container_engine_t" } } } },
        {
            pod: {
                securityContext: { seLinuxOptions: { type: "spc_t" } },
                containers: [{ securityContext: { seLinuxOptions: { type: "container_t" } } }],
            },
        },
    ],
});
