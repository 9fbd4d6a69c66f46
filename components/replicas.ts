import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { between } from "./formats";
import type { Tie } from "./override";
import { checked, refuse, verify } from "./refusal";
import type { ServiceArgs } from "./service";
import type { SelectingWorkloadArgs, Workload } from "./workload";

type Metric = kubernetes.types.input.autoscaling.v2.MetricSpec;

/** How many pods there are, by what they use. */
export interface AutoscalingArgs {
    /** Fewest pods. Default: 2. With 1 there is no PodDisruptionBudget, so that nodes can be drained. */
    minReplicas?: number;
    /** Most pods. */
    maxReplicas: pulumi.Input<number>;
    /** CPU that the pods are to use on average, in percent of their request. Default: 80, if no memory is given. */
    targetCpuUtilization?: pulumi.Input<number>;
    /** Memory that the pods are to use on average, in percent of their request. */
    targetMemoryUtilization?: pulumi.Input<number>;
}

/** Workloads with a number of pods that do the same. */
export interface ReplicatedWorkloadArgs extends SelectingWorkloadArgs {
    /** Sets the number of pods by what they use, instead of `replicas`. */
    autoscaling?: AutoscalingArgs;
    /**
     * A Service in front of the pods. The main container then sleeps for 5 seconds before it is told to stop, unless
     * `preStop` says otherwise or there is no time for it.
     */
    service?: ServiceArgs;
}

/** How many pods a workload has: a number of its own, or one between bounds. */
export interface Replicas {
    /** Nothing, where an autoscaler sets it. */
    replicas?: number;
    /** The fewest pods that there are. */
    least: number;
    autoscaler?: { minReplicas: number; maxReplicas: pulumi.Input<number>; metrics: Metric[] };
    /** What an override may not set. */
    ties: Tie[];
}

export function replicasOf(
    component: pulumi.Resource,
    args: { replicas?: number; autoscaling?: AutoscalingArgs },
    usual: number,
): Replicas {
    const { replicas = usual, autoscaling } = args;
    if (autoscaling === undefined) {
        verify(component, "replicas", replicas, between(0, 1000));
        return { replicas, least: replicas, ties: [] };
    }
    if (args.replicas !== undefined) refuse(component, "replicas", "is what autoscaling sets: leave one of them out");
    const { minReplicas = 2, maxReplicas } = autoscaling;
    verify(component, "autoscaling.minReplicas", minReplicas, between(1, 1000));
    const autoscaler = {
        minReplicas,
        maxReplicas: checked(component, "autoscaling.maxReplicas", maxReplicas, between(minReplicas, 1000)),
        metrics: metricsOf(component, autoscaling),
    };
    return { least: minReplicas, autoscaler, ties: [[["spec", "replicas"], "autoscaling"]] };
}

function metricsOf(component: pulumi.Resource, args: AutoscalingArgs) {
    const { targetMemoryUtilization: memory } = args;
    const cpu = args.targetCpuUtilization ?? (memory === undefined ? 80 : undefined);
    const metric = (name: string, argument: string, percent: pulumi.Input<number>, most: number) => {
        const averageUtilization = checked(component, `autoscaling.${argument}`, percent, between(1, most));
        return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
    };
    return [
        // There is no CPU limit: pods may use more than they request.
        ...(cpu === undefined ? [] : [metric("cpu", "targetCpuUtilization", cpu, 1000)]),
        ...(memory === undefined ? [] : [metric("memory", "targetMemoryUtilization", memory, 100)]),
    ];
}

/** The autoscaler, if there is one, and, from two pods on, the budget of a workload. */
export function registerReplicas(
    name: string,
    { metadata, matchLabels }: Workload,
    { least, autoscaler }: Replicas,
    workload: kubernetes.apps.v1.Deployment | kubernetes.apps.v1.StatefulSet,
    parent: pulumi.Resource,
): void {
    if (autoscaler !== undefined) {
        const scaleTargetRef = { apiVersion: workload.apiVersion, kind: workload.kind, name: workload.metadata.name };
        new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
            `${name}-autoscaler`,
            { metadata, spec: { scaleTargetRef, ...autoscaler } },
            { parent },
        );
    }
    if (least < 2) return;
    const spec = { maxUnavailable: 1, selector: { matchLabels }, unhealthyPodEvictionPolicy: "AlwaysAllow" };
    new kubernetes.policy.v1.PodDisruptionBudget(`${name}-disruption-budget`, { metadata, spec }, { parent });
}
