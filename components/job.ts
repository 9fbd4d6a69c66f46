import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { between, dnsLabel } from "./formats";
import { jobSpec, type JobTemplateArgs } from "./job-template";
import { judged } from "./judged";
import { checked } from "./refusal";
import { registerAround, workload } from "./workload";

export interface JobArgs extends JobTemplateArgs {
    /**
     * Seconds after which Kubernetes deletes the finished Job and its pods. A Job that is gone stays in Pulumi's state;
     * a `pulumi refresh` finds it missing, and the next update runs it again. Default: 86400, a day.
     */
    ttlSecondsAfterFinished?: pulumi.Input<number>;
}

/**
 * A Job that passes Pod Security level `restricted`, with a service account and a network policy of its own. Whatever
 * changes its pods replaces it, and so runs it again. Pulumi waits for its end.
 */
export class Job extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;

    constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:Job", name, {}, opts);
        const app = workload(this, name, args, { nameFault: dnsLabel, restartPolicy: "Never" });
        const { ttlSecondsAfterFinished: ttl = 86_400 } = args;
        const spec = {
            ...jobSpec(this, args, app),
            ttlSecondsAfterFinished: checked(this, "ttlSecondsAfterFinished", ttl, between(0, 2 ** 31 - 1)),
        };
        // Pulumi would wait no longer than ten minutes.
        const annotations = { "pulumi.com/timeoutSeconds": pulumi.output(spec.activeDeadlineSeconds).apply(String) };
        const bare = { metadata: { ...app.metadata, annotations }, spec };
        const made = judged(this, "kubernetes:batch/v1:Job", bare, args, app, { labelsFrom: "name" });

        // Nothing is registered before all arguments have been judged.
        const account = registerAround(name, app, this);
        const job = new kubernetes.batch.v1.Job(`${name}-job`, made, { parent: this, dependsOn: account });
        this.name = job.metadata.name;
        this.registerOutputs({ name: this.name });
    }
}
