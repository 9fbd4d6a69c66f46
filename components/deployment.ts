import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { between } from "./formats";
import { verify } from "./refusal";
import { judged, registerAround, workload, type SelectingWorkloadArgs } from "./workload";

export interface DeploymentArgs extends SelectingWorkloadArgs {
    /** Pods. Default: 2. With 1 there is no PodDisruptionBudget, so that nodes can be drained. */
    replicas?: number;
}

/**
 * A Deployment that passes Pod Security level `restricted`, with a service account and a network policy of its own and,
 * from two pods on, a disruption budget.
 */
export class Deployment extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;
    /** Labels by which services and network policies select the pods. */
    readonly selector: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: DeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:Deployment", name, {}, opts);
        const app = workload(this, name, args, { spreads: true });
        const { metadata, matchLabels, template } = app;
        const replicas = args.replicas ?? 2;
        verify(this, "replicas", replicas, between(0, 1000));
        const bare = { metadata, spec: { replicas, selector: { matchLabels }, template } };
        const made = judged(this, "kubernetes:apps/v1:Deployment", bare, args, app, {
            fields: [[["spec", "selector"], "selector"]],
        });

        // Nothing is registered before all arguments have been judged.
        const account = registerAround(name, app, this);
        const children = { parent: this };
        const deployment = new kubernetes.apps.v1.Deployment(`${name}-deployment`, made, {
            ...children,
            dependsOn: account,
        });
        if (replicas > 1) {
            new kubernetes.policy.v1.PodDisruptionBudget(
                `${name}-disruption-budget`,
                {
                    metadata,
                    spec: { maxUnavailable: 1, selector: { matchLabels }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
                },
                children,
            );
        }
        this.name = deployment.metadata.name;
        this.selector = pulumi.output(matchLabels);
        this.registerOutputs({ name: this.name, selector: this.selector });
    }
}
