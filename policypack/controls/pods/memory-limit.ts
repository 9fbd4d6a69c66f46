import { control } from "../../control";
import { containers, type Container } from "../../subjects/pods";

const memory = (resources: Container["resources"]) => ({ container: { resources } });

export default control({
    id: "memory-limit",
    title: "Containers have a memory limit",
    severity: "medium",
    level: "advisory",
    why: "Without a limit a leak takes the memory of the node, and the kernel ends other pods for it.",
    references: ["NSA: Resource policies"],
    on: containers,
    check: ({ container, pod, list }) => {
        // The API refuses resources on ephemeral containers; since 1.34 a limit of the pod covers its containers.
        if (list === "ephemeralContainers") return undefined;
        const limit = container.resources?.limits?.memory ?? pod.resources?.limits?.memory;
        return limit === undefined || Number.parseFloat(limit) === 0 ? "has no memory limit" : undefined;
    },
    good: [
        memory({ limits: { memory: "64Mi" } }),
        memory({ limits: { memory: "64Mi" }, requests: { memory: "32Mi" } }),
        { container: {}, pod: { resources: { limits: { memory: "64Mi" } } } },
        { container: {}, list: "ephemeralContainers" },
    ],
    bad: [
        { container: {}, list: "containers" },
        { container: {}, list: "initContainers" },
        memory({ requests: { memory: "64Mi" }, limits: { cpu: "1" } }),
        memory({ limits: { memory: "0" } }),
        memory({ limits: { memory: "0Mi" } }),
    ],
});
