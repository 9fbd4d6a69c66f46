import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { atMost, between, dnsLabel } from "./formats";
import { jobSpec, type JobTemplateArgs } from "./job-template";
import { judged } from "./judged";
import { checked, optional } from "./refusal";
import { schedule, timeZone } from "./schedule";
import { registerAround, workload } from "./workload";

/** What happens when a run is due while the one before still runs. */
export const ConcurrencyPolicy = { Allow: "Allow", Forbid: "Forbid", Replace: "Replace" } as const;
export type ConcurrencyPolicy = (typeof ConcurrencyPolicy)[keyof typeof ConcurrencyPolicy];

export interface CronJobArgs extends JobTemplateArgs {
    /**
     * When it runs: minute, hour, day of the month, month, day of the week (`30 2 * * 1-5`), or `@hourly`, `@daily`,
     * `@weekly`, `@monthly`, `@yearly`.
     */
    schedule: pulumi.Input<string>;
    /** Name of the time zone of the schedule, such as `Europe/Berlin`. Default: `Etc/UTC`. */
    timeZone?: pulumi.Input<string>;
    /** Default: Forbid, so that a run is left out while the one before still runs. */
    concurrencyPolicy?: ConcurrencyPolicy;
    /** Seconds within which a run that was missed is made up for; at least 10. Default: no limit. */
    startingDeadlineSeconds?: pulumi.Input<number>;
    /** Successful Jobs that are kept. Default: 3. */
    successfulJobsHistoryLimit?: pulumi.Input<number>;
    /** Failed Jobs that are kept. Default: 1. */
    failedJobsHistoryLimit?: pulumi.Input<number>;
    /** Whether no further run starts. Default: false. */
    suspend?: pulumi.Input<boolean>;
}

/**
 * A CronJob that passes Pod Security level `restricted`, with a service account and a network policy of its own.
 */
export class CronJob extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;

    constructor(name: string, args: CronJobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:CronJob", name, {}, opts);
        // The names of its Jobs are its own with eleven characters more.
        const nameFault = atMost(52, dnsLabel);
        const app = workload(this, name, args, { nameFault, restartPolicy: "Never" });
        const { concurrencyPolicy = ConcurrencyPolicy.Forbid, suspend } = args;
        const number = (
            argument: "startingDeadlineSeconds" | "successfulJobsHistoryLimit" | "failedJobsHistoryLimit",
            least: number,
            most: number,
        ) => {
            const value = args[argument];
            return optional(this, argument, value, between(least, most));
        };
        const bare = {
            metadata: app.metadata,
            spec: {
                schedule: checked(this, "schedule", args.schedule, schedule),
                timeZone: checked(this, "timeZone", args.timeZone ?? "Etc/UTC", timeZone),
                concurrencyPolicy,
                // The cluster looks every ten seconds.
                startingDeadlineSeconds: number("startingDeadlineSeconds", 10, 2 ** 31 - 1),
                successfulJobsHistoryLimit: number("successfulJobsHistoryLimit", 0, 1000),
                failedJobsHistoryLimit: number("failedJobsHistoryLimit", 0, 1000),
                suspend,
                jobTemplate: { metadata: { labels: app.metadata.labels }, spec: jobSpec(this, args, app) },
            },
        };
        const made = judged(this, "kubernetes:batch/v1:CronJob", bare, args, app, {
            template: ["spec", "jobTemplate", "spec", "template"],
            labelsFrom: "name",
        });

        // Nothing is registered before all arguments have been judged.
        const account = registerAround(name, app, this);
        const cronJob = new kubernetes.batch.v1.CronJob(`${name}-cron-job`, made, {
            parent: this,
            dependsOn: account,
        });
        this.name = cronJob.metadata.name;
        this.registerOutputs({ name: this.name });
    }
}
