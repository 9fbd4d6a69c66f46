import type * as pulumi from "@pulumi/pulumi";
import { between } from "./formats";
import { checked, optional } from "./refusal";
import type { Workload, WorkloadArgs } from "./workload";

/** What runs to an end. Its pods are never restarted in place: each attempt is a pod of its own. */
export interface JobTemplateArgs extends WorkloadArgs {
    /** Attempts after the first that fails. Default: 3. */
    backoffLimit?: pulumi.Input<number>;
    /** Seconds after which all attempts together count as failed. Default: 3600, an hour. */
    activeDeadlineSeconds?: pulumi.Input<number>;
    /** Pods that must succeed. Default: 1. */
    completions?: pulumi.Input<number>;
    /** Pods that run at a time. Default: 1. */
    parallelism?: pulumi.Input<number>;
}

/** The Kubernetes job spec. Its selector is the API server's. */
export function jobSpec(component: pulumi.Resource, args: JobTemplateArgs, { template }: Workload) {
    const { backoffLimit = 3, activeDeadlineSeconds = 3600, completions, parallelism } = args;
    const count = (argument: "completions" | "parallelism", value: pulumi.Input<number> | undefined) =>
        optional(component, argument, value, between(1, 100_000));
    return {
        backoffLimit: checked(component, "backoffLimit", backoffLimit, between(0, 1000)),
        activeDeadlineSeconds: checked(
            component,
            "activeDeadlineSeconds",
            activeDeadlineSeconds,
            between(1, 2 ** 31 - 1),
        ),
        completions: count("completions", completions),
        parallelism: count("parallelism", parallelism),
        template,
    };
}
