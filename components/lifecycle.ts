import type * as pulumi from "@pulumi/pulumi";
import { between, type Fault } from "./formats";
import { checked, isDeferred, refuse } from "./refusal";

/** What a container does before it is told to stop: it sleeps, or runs a command. */
export interface PreStopArgs {
    /** Seconds to wait, which needs no program in the image; fewer than `terminationGracePeriodSeconds`. */
    sleepSeconds?: pulumi.Input<number>;
    /** Command in the container; its time, too, counts towards `terminationGracePeriodSeconds`. */
    command?: pulumi.Input<string>[];
}

/** Seconds that the API server gives a pod that says nothing. */
export const defaultGracePeriod = 30;

/** The Kubernetes lifecycle hooks. */
export function lifecycle(
    component: pulumi.Resource,
    argument: string,
    { sleepSeconds, command }: PreStopArgs,
    gracePeriod: pulumi.Input<number>,
) {
    if ((sleepSeconds === undefined) === (command === undefined)) {
        refuse(component, argument, "asks for one of sleepSeconds and command");
    }
    if (sleepSeconds === undefined) return { preStop: { exec: { command } } };
    const longest = isDeferred(gracePeriod) ? Infinity : gracePeriod;
    const fault: Fault<number> = (value) =>
        between(1, 86_400)(value) ??
        (value < longest ? undefined : `is not less than terminationGracePeriodSeconds, which is ${longest}`);
    return { preStop: { sleep: { seconds: checked(component, `${argument}.sleepSeconds`, sleepSeconds, fault) } } };
}

/** The grace period, which is longer than each of the pod's hooks sleeps. */
export function gracePeriodOf(
    component: pulumi.Resource,
    gracePeriod: pulumi.Input<number>,
    hooks: (PreStopArgs | undefined)[],
): pulumi.Input<number> {
    const known = hooks.map((hook) => hook?.sleepSeconds).filter((each) => typeof each === "number");
    const longest = Math.max(0, ...known);
    return checked(
        component,
        "terminationGracePeriodSeconds",
        gracePeriod,
        (value) =>
            between(1, 86_400)(value) ??
            (value > longest ? undefined : `is not more than preStop sleeps, which is ${longest} seconds`),
    );
}

/** Seconds in which the cluster learns that a pod takes no more connections. */
const drainSeconds = 5;

/** What a workload says of its end. */
interface Ending {
    service?: object;
    preStop?: PreStopArgs;
    terminationGracePeriodSeconds?: pulumi.Input<number>;
}

/** The arguments of a workload that, behind a Service, stops only after it is no longer sent connections. */
export function draining<T extends Ending>(args: T): T {
    const { service, preStop, terminationGracePeriodSeconds: gracePeriod = defaultGracePeriod } = args;
    const short = !isDeferred(gracePeriod) && gracePeriod <= drainSeconds;
    return service === undefined || preStop !== undefined || short
        ? args
        : { ...args, preStop: { sleepSeconds: drainSeconds } };
}
