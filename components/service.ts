import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dnsLabel, port } from "./formats";
import { Protocol } from "./network";
import { checked, isDeferred, refuse, verify } from "./refusal";
import type { SelectingWorkloadArgs, Workload } from "./workload";

/** A port of a Service. */
export interface ServicePortArgs {
    port: pulumi.Input<number>;
    /** Port of the pods. Default: `port`. */
    targetPort?: pulumi.Input<number>;
    /** Name of the port, which each has if there are several. */
    name?: string;
    /** Default: TCP. */
    protocol?: Protocol;
    /** What is spoken there, such as `kubernetes.io/h2c`. */
    appProtocol?: pulumi.Input<string>;
}

/** A Service within the cluster (`ClusterIP`), with the name of the workload. Who may connect says `allowFrom`. */
export interface ServiceArgs {
    /** At least one. */
    ports: ServicePortArgs[];
}

/** The arguments of the Service of a workload. */
export function serviceOf(
    component: pulumi.Resource,
    { ports }: ServiceArgs,
    { metadata, matchLabels }: Workload,
    args: SelectingWorkloadArgs,
    leastPods: number,
): kubernetes.core.v1.ServiceArgs {
    // JavaScript may leave it out.
    if (!Array.isArray(ports) || ports.length === 0) refuse(component, "service.ports", "names no port");
    const keys = ports.flatMap(({ name, port: number, protocol = Protocol.Tcp }) => [
        ...(name === undefined ? [] : [`the name ${name}`]),
        ...(typeof number === "number" ? [`${number}/${protocol}`] : []),
    ]);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) refuse(component, "service.ports", `has ${twice} twice`);
    const listening = [args, ...(args.sidecars ?? [])].flatMap((each) => each.ports ?? []);
    // A port that is only known later could be any.
    const known = listening.some(isDeferred) ? undefined : listening;
    const target = (value: number) =>
        port(value) ??
        (known === undefined || known.includes(value)
            ? undefined
            : "is none of the ports that the containers listen on");
    return {
        // Pulumi would wait for pods in vain.
        metadata: leastPods > 0 ? metadata : { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
            type: "ClusterIP",
            selector: matchLabels,
            ports: ports.map(({ name, port: number, targetPort, protocol = Protocol.Tcp, appProtocol }) => {
                if (name === undefined && ports.length > 1) {
                    refuse(component, "service.ports.name", "is not set, as it is to be where there are several ports");
                }
                const own = checked(component, "service.ports.port", number, port);
                return {
                    name: name === undefined ? undefined : verify(component, "service.ports.name", name, dnsLabel),
                    port: own,
                    targetPort: checked(component, "service.ports.targetPort", targetPort ?? number, target),
                    protocol,
                    appProtocol,
                };
            }),
        },
    };
}
