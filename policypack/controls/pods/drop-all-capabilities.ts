import { control } from "../../control";
import { exemptOnWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";
import { defaults } from "./default-capabilities";

const capabilities = (drop: string[], add?: string[]) => ({ securityContext: { capabilities: { drop, add } } });

export default control({
    id: "drop-all-capabilities",
    title: "Containers drop all capabilities and add none but NET_BIND_SERVICE",
    severity: "high",
    level: "mandatory",
    why: "Even the default capabilities let a process change owners, bypass file permissions and forge packets.",
    references: ["PSS Restricted: Capabilities", "CIS Kubernetes 5.2.9"],
    podSecurity: "restricted",
    on: containers,
    check: ({ container, pod }, standard) => {
        if (!standard.since(22) || exemptOnWindows(pod, standard)) return undefined;
        const { drop, add } = container.securityContext?.capabilities ?? {};
        // What is beyond the default ones is default-capabilities'.
        const added = (add ?? []).filter((name) => defaults.includes(name) && name !== "NET_BIND_SERVICE");
        const faults = [
            !drop?.includes("ALL") && "does not drop ALL capabilities",
            added.length > 0 && `adds ${added.join(", ")}`,
        ].filter(Boolean);
        return faults.length > 0 ? faults.join(" and ") : undefined;
    },
    safe: { container: { securityContext: { capabilities: { drop: ["ALL"] } } } },
    good: [
        { container: capabilities(["ALL"]) },
        { container: capabilities(["ALL"], ["NET_BIND_SERVICE"]) },
        { container: capabilities(["ALL"], ["SYS_ADMIN"]) },
        { pod: { os: { name: "windows" } }, container: {} },
        { version: 25, pod: { os: { name: "windows" } }, container: {} },
        { version: 21, container: {} },
    ],
    bad: [
        { container: {} },
        { container: capabilities(["NET_RAW"]) },
        { container: capabilities(["ALL"], ["CHOWN"]) },
        { container: capabilities([], ["CHOWN"]) },
        { version: 24, pod: { os: { name: "windows" } }, container: {} },
        { version: 22, container: {} },
    ],
});
