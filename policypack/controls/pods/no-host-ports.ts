import { control } from "../../control";
import { containers } from "../../subjects/pods";

export default control({
    id: "no-host-ports",
    title: "Containers take no ports of their node",
    severity: "high",
    level: "mandatory",
    why: "A host port opens the container to whoever reaches the node, beside its Service and its network policies, and can take a port from the node.",
    references: ["PSS Baseline: Host Ports", "CIS Kubernetes 5.2.12"],
    podSecurity: "baseline",
    on: containers,
    check: ({ container, pod }) => {
        // Under hostNetwork the API server itself sets each hostPort to its containerPort: not a fault of its own.
        const taken = (container.ports ?? []).filter(
            ({ hostPort, containerPort }) => hostPort && !(pod.hostNetwork && hostPort === containerPort),
        );
        const numbers = taken.map(({ hostPort }) => hostPort);
        return numbers.length > 0
            ? `takes ${numbers.length > 1 ? "ports" : "port"} ${numbers.join(", ")} of the node`
            : undefined;
    },
    good: [
        { container: {}, pod: {} },
        { container: { ports: [{ containerPort: 8080 }] } },
        { container: { ports: [{ containerPort: 8080, hostPort: 0 }] } },
        { container: { ports: [{ containerPort: 8080, hostPort: 8080 }] }, pod: { hostNetwork: true } },
    ],
    bad: [
        { container: { ports: [{ containerPort: 8080, hostPort: 8080 }] } },
        { container: { ports: [{ containerPort: 8080, hostPort: 80 }] }, pod: { hostNetwork: true } },
    ],
});
