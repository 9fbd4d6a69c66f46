import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { between } from "./formats";
import { judged } from "./judged";
import { checked } from "./refusal";
import { registerAround, workload, type SelectingWorkloadArgs } from "./workload";

/** Which nodes it covers say `nodeSelector` and `tolerations`: `tolerations: [{}]` are all of them. */
export interface DaemonSetArgs extends SelectingWorkloadArgs {
    /** Nodes whose pods may be missing at a time in an update. Default: 1. */
    maxUnavailable?: pulumi.Input<number>;
}

/**
 * A DaemonSet that passes Pod Security level `restricted`: a pod on each node, with a service account and a network
 * policy of its own.
 */
export class DaemonSet extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;
    /** Labels by which services and network policies select the pods. */
    readonly selector: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: DaemonSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:DaemonSet", name, {}, opts);
        const app = workload(this, name, args);
        const { metadata, matchLabels, template } = app;
        const maxUnavailable = checked(this, "maxUnavailable", args.maxUnavailable ?? 1, between(1, 5000));
        const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable } };
        const bare = { metadata, spec: { selector: { matchLabels }, template, updateStrategy } };
        const made = judged(this, "kubernetes:apps/v1:DaemonSet", bare, args, app, {
            fields: [[["spec", "selector"], "selector"]],
        });

        // Nothing is registered before all arguments have been judged.
        const account = registerAround(name, app, this);
        const daemonSet = new kubernetes.apps.v1.DaemonSet(`${name}-daemon-set`, made, {
            parent: this,
            dependsOn: account,
        });
        this.name = daemonSet.metadata.name;
        this.selector = pulumi.output(matchLabels);
        this.registerOutputs({ name: this.name, selector: this.selector });
    }
}
