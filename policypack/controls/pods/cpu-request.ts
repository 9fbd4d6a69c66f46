import { control } from "../../control";
import { containers, type Container } from "../../subjects/pods";

const cpu = (resources: Container["resources"]) => ({ container: { resources } });

/** What is asked for; the API server takes a limit where there is no request. */
function requested(resources: Container["resources"]): number {
    return Number.parseFloat(resources?.requests?.cpu ?? resources?.limits?.cpu ?? "0");
}

export default control({
    id: "cpu-request",
    title: "Containers request CPU",
    severity: "low",
    level: "advisory",
    why: "Without a request the scheduler takes the container for free, and on a busy node it gets next to nothing.",
    references: ["NSA: Resource policies"],
    on: containers,
    check: ({ container, pod, list }) => {
        // The API refuses resources on ephemeral containers; since 1.34 a request of the pod covers its containers.
        if (list === "ephemeralContainers") return undefined;
        const covered = [container.resources, pod.resources].some((resources) => requested(resources) !== 0);
        return covered ? undefined : "requests no CPU";
    },
    good: [
        cpu({ requests: { cpu: "100m" } }),
        cpu({ limits: { cpu: "1" } }),
        cpu({ requests: { cpu: "0.5" }, limits: { cpu: "0" } }),
        { container: {}, pod: { resources: { requests: { cpu: "100m" } } } },
        { container: {}, pod: { resources: { limits: { cpu: "1" } } } },
        { container: {}, list: "ephemeralContainers" },
    ],
    bad: [
        { container: {}, list: "containers" },
        { container: {}, list: "initContainers" },
        cpu({ requests: { memory: "64Mi" } }),
        cpu({ requests: { cpu: "0" }, limits: { cpu: "1" } }),
        cpu({ requests: { cpu: "0m" } }),
        { container: {}, pod: { resources: { requests: { cpu: "0" } } } },
        { container: {}, pod: { resources: { limits: { cpu: "0" } } } },
    ],
});
