import { control } from "../../control";
import { containers, type Container } from "../../subjects/pods";

/** The handlers of a container that may name a host. */
function handlers({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container) {
    return Object.entries({
        livenessProbe,
        readinessProbe,
        startupProbe,
        "lifecycle.postStart": lifecycle?.postStart,
        "lifecycle.preStop": lifecycle?.preStop,
    });
}

const elsewhere = { host: "169.254.169.254", port: 80 };

export default control({
    id: "no-probe-host",
    title: "Probes and lifecycle handlers call no other host",
    severity: "medium",
    level: "mandatory",
    why: "The kubelet makes the call from the node's network: a probe of another host reaches what the pod itself may not, such as the node's metadata service.",
    references: ["PSS Baseline: Host Probes / Lifecycle Hooks"],
    podSecurity: "baseline",
    on: containers,
    check: ({ container }, { since }) => {
        if (!since(34)) return undefined;
        const calls = handlers(container).flatMap(([name, handler]) =>
            [handler?.httpGet?.host, handler?.tcpSocket?.host]
                .filter(Boolean)
                .map((host) => `${host ?? ""} from ${name}`),
        );
        return calls.length > 0 ? `calls ${calls.join(", ")}` : undefined;
    },
    good: [
        { container: {} },
        { container: { livenessProbe: { httpGet: { path: "/healthz", port: 8080 } } } },
        { container: { readinessProbe: { tcpSocket: { host: "", port: 8080 } } } },
        { version: 33, container: { livenessProbe: { httpGet: elsewhere } } },
    ],
    bad: [
        { container: { livenessProbe: { httpGet: elsewhere } } },
        { container: { livenessProbe: { tcpSocket: elsewhere } } },
        { container: { readinessProbe: { httpGet: elsewhere } } },
        { container: { readinessProbe: { tcpSocket: elsewhere } } },
        { container: { startupProbe: { httpGet: elsewhere } } },
        { container: { startupProbe: { tcpSocket: elsewhere } } },
        { container: { lifecycle: { postStart: { httpGet: elsewhere } } } },
        { container: { lifecycle: { postStart: { tcpSocket: elsewhere } } } },
        { container: { lifecycle: { preStop: { httpGet: elsewhere } } } },
        { container: { lifecycle: { preStop: { tcpSocket: elsewhere } } } },
    ],
});
