import fc from "fast-check";
import { input, name, port, record, type Fields } from "./values";
import { selecting } from "./workload";

const servicePort: Fields = {
    port: input(port),
    targetPort: input(port),
    name: name,
    protocol: fc.constantFrom("TCP", "UDP"),
    appProtocol: input(fc.constantFrom("http", "kubernetes.io/h2c")),
};
const service: Fields = {
    ports: fc.uniqueArray(record(servicePort, ["port", "name"]), {
        minLength: 1,
        maxLength: 2,
        selector: (each) => JSON.stringify([(each as { name: string }).name]),
    }),
};
const autoscaling: Fields = {
    minReplicas: fc.integer({ min: 1, max: 4 }),
    maxReplicas: input(fc.integer({ min: 4, max: 9 })),
    targetCpuUtilization: input(fc.integer({ min: 1, max: 200 })),
    targetMemoryUtilization: input(fc.integer({ min: 1, max: 100 })),
};
export const replicated: Fields = {
    ...selecting,
    autoscaling: record(autoscaling, ["maxReplicas"]),
    service: record(service, ["ports"]),
};
interface Replicated {
    ports?: unknown[];
    service?: { ports: { port: unknown; targetPort?: unknown }[] };
    autoscaling?: object;
    replicas?: number;
}
const numbers = (ports: { port: unknown }[]) => ports.map(({ port: each }) => JSON.stringify(each).replace(/\D/g, ""));
/** Either a number of pods or an autoscaler; a Service only of ports that there are, each once. */
export const consistent = (any: fc.Arbitrary<unknown>) =>
    any.map((args) => {
        const { service: front, autoscaling: scaler, replicas, ...rest } = args as Replicated;
        const [target] = rest.ports ?? [];
        const once = front !== undefined && new Set(numbers(front.ports)).size === front.ports.length;
        return {
            ...rest,
            ...(scaler === undefined ? { replicas } : { autoscaling: scaler }),
            ...(target !== undefined && once
                ? { service: { ports: front.ports.map((each) => ({ ...each, targetPort: target })) } }
                : {}),
        };
    });

/** The interfaces that workloads bring whose pods all do the same. */
export const replicatedInterfaces: Record<string, Fields> = {
    ServicePortArgs: servicePort,
    ServiceArgs: service,
    AutoscalingArgs: autoscaling,
    ReplicatedWorkloadArgs: replicated,
};
export const fullService = {
    ports: [
        { name: "http", port: 18090, targetPort: 18080, appProtocol: "app-protocol" },
        { name: "udp", port: 18091, targetPort: 18086, protocol: "UDP" },
    ],
};
export const fullAutoscaling = {
    minReplicas: 2,
    maxReplicas: 91,
    targetCpuUtilization: 92,
    targetMemoryUtilization: 93,
};
