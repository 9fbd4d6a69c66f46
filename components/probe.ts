import type * as pulumi from "@pulumi/pulumi";
import { between, port } from "./formats";
import { checked, refuse } from "./refusal";

/** A check of a container: an HTTP GET, a command, a gRPC health check, or else a TCP connection. */
export interface ProbeArgs {
    /** Path of an HTTP GET that must answer with 200 to 399. */
    httpPath?: pulumi.Input<string>;
    /** Command that must end with 0. */
    command?: pulumi.Input<string>[];
    /** Whether to ask the gRPC health service. */
    grpc?: boolean;
    /** Port. Default: the first of the workload's ports. */
    port?: pulumi.Input<number>;
    /** Seconds before the first check. Default: 0. */
    initialDelaySeconds?: pulumi.Input<number>;
    /** Seconds between checks. Default: 10. */
    periodSeconds?: pulumi.Input<number>;
    /** Seconds until a check counts as failed. Default: 1. */
    timeoutSeconds?: pulumi.Input<number>;
    /** Checks in a row that must fail. Default: 3. */
    failureThreshold?: pulumi.Input<number>;
}

/** The Kubernetes probe. */
export function probe(component: pulumi.Resource, argument: string, args: ProbeArgs, ports: pulumi.Input<number>[]) {
    const { httpPath, command, grpc = false, port: own = ports[0], ...timing } = args;
    if ([httpPath, command, grpc || undefined].filter((each) => each !== undefined).length > 1) {
        refuse(component, argument, "asks for more than one of httpPath, command and grpc");
    }
    const seconds = Object.fromEntries(
        Object.entries(timing).map(([key, value]) => [
            key,
            checked(component, `${argument}.${key}`, value, between(key === "initialDelaySeconds" ? 0 : 1, 86_400)),
        ]),
    );
    if (command !== undefined) return { ...seconds, exec: { command } };
    if (own === undefined) refuse(component, argument, "needs a port: the workload has none");
    const target = checked(component, `${argument}.port`, own, port);
    if (grpc) return { ...seconds, grpc: { port: target } };
    return httpPath === undefined
        ? { ...seconds, tcpSocket: { port: target } }
        : { ...seconds, httpGet: { path: httpPath, port: target } };
}
