import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dnsLabel, serviceName } from "./formats";
import { judged } from "./judged";
import { draining } from "./lifecycle";
import { registerReplicas, replicasOf, type ReplicatedWorkloadArgs } from "./replicas";
import { serviceOf } from "./service";
import { registerAround, workload } from "./workload";

export interface DeploymentArgs extends ReplicatedWorkloadArgs {
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
    /** Name of the Service, if there is one. */
    readonly serviceName?: pulumi.Output<string>;

    constructor(name: string, args: DeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:Deployment", name, {}, opts);
        const nameFault = args.service ? serviceName : dnsLabel;
        const app = workload(this, name, draining(args), { nameFault, spreads: true });
        const { metadata, matchLabels, template } = app;
        const replicas = replicasOf(this, args, 2);
        const bare = { metadata, spec: { replicas: replicas.replicas, selector: { matchLabels }, template } };
        const made = judged(this, "kubernetes:apps/v1:Deployment", bare, args, app, {
            fields: [[["spec", "selector"], "selector"], ...replicas.ties],
        });
        const service = args.service && serviceOf(this, args.service, app, args, replicas.least);

        // Nothing is registered before all arguments have been judged.
        const children = { parent: this };
        const account = registerAround(name, app, this);
        const deployment = new kubernetes.apps.v1.Deployment(`${name}-deployment`, made, {
            ...children,
            dependsOn: account,
        });
        registerReplicas(name, app, replicas, deployment, this);
        this.name = deployment.metadata.name;
        this.selector = pulumi.output(matchLabels);
        if (service !== undefined) {
            this.serviceName = new kubernetes.core.v1.Service(`${name}-service`, service, children).metadata.name;
        }
        this.registerOutputs({ name: this.name, selector: this.selector, serviceName: this.serviceName });
    }
}
