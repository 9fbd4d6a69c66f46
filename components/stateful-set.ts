import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { atMost, serviceName } from "./formats";
import { judged } from "./judged";
import { draining } from "./lifecycle";
import { checked, refuse } from "./refusal";
import { registerReplicas, replicasOf, type ReplicatedWorkloadArgs } from "./replicas";
import { serviceOf } from "./service";
import { claimsOf, type VolumeClaimArgs, type VolumeClaimRetentionArgs, Retention } from "./volume-claims";
import { registerAround, workload } from "./workload";

/** Whether pods start and stop one after another. */
export const PodManagementPolicy = { OrderedReady: "OrderedReady", Parallel: "Parallel" } as const;
export type PodManagementPolicy = (typeof PodManagementPolicy)[keyof typeof PodManagementPolicy];

export interface StatefulSetArgs extends ReplicatedWorkloadArgs {
    /** Pods. Default: 1. From 2 on there is a PodDisruptionBudget. */
    replicas?: number;
    /** A volume for each pod, which needs `group`; a StatefulSet keeps them as they are for ever. */
    volumeClaims?: VolumeClaimArgs[];
    /** What becomes of the volumes when they are not needed. Default: they are kept. */
    volumeClaimRetention?: VolumeClaimRetentionArgs;
    /** Default: OrderedReady. */
    podManagementPolicy?: PodManagementPolicy;
    /** Name of the headless Service that gives each pod a name of its own. Default: the workload's with `-headless`. */
    serviceName?: pulumi.Input<string>;
    /** Whether pods are found by their names before they are ready, as members of a cluster may need. Default: false. */
    publishNotReadyAddresses?: pulumi.Input<boolean>;
}

/**
 * A StatefulSet that passes Pod Security level `restricted`, with a headless Service, a service account and a network
 * policy of its own, volumes for each pod and, from two pods on, a disruption budget.
 */
export class StatefulSet extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;
    /** Labels by which services and network policies select the pods. */
    readonly selector: pulumi.Output<Record<string, string>>;
    /** Name of the headless Service: a pod is `<name>-<number>.<headlessServiceName>`. */
    readonly headlessServiceName: pulumi.Output<string>;
    /** Name of the Service, if there is one. */
    readonly serviceName?: pulumi.Output<string>;

    constructor(name: string, args: StatefulSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:StatefulSet", name, {}, opts);
        const { mounts, templates } = claimsOf(this, args.volumeClaims ?? []);
        if (mounts.length > 0 && args.group === undefined) {
            refuse(this, "group", "is not set: a new volume belongs to root, so that no one else could write to it");
        }
        // A label of the pods holds the name and a hash of ten digits.
        const nameFault = atMost(52, serviceName);
        const app = workload(this, name, draining(args), { nameFault, spreads: true, claims: mounts });
        const { metadata, matchLabels, template } = app;
        const replicas = replicasOf(this, args, 1);
        const headlessName =
            args.serviceName === undefined
                ? pulumi.interpolate`${app.name}-headless`
                : checked(this, "serviceName", args.serviceName, serviceName);
        const { whenDeleted = Retention.Retain, whenScaled = Retention.Retain } = args.volumeClaimRetention ?? {};
        const bare = {
            metadata,
            spec: {
                replicas: replicas.replicas,
                serviceName: headlessName,
                podManagementPolicy: args.podManagementPolicy,
                selector: { matchLabels },
                template,
                volumeClaimTemplates: templates,
                persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
            },
        };
        const made = judged(this, "kubernetes:apps/v1:StatefulSet", bare, args, app, {
            fields: [[["spec", "selector"], "selector"], [["spec", "serviceName"], "serviceName"], ...replicas.ties],
        });
        const { publishNotReadyAddresses = false } = args;
        const headless = {
            metadata: { ...metadata, name: headlessName },
            spec: { type: "ClusterIP", clusterIP: "None", selector: matchLabels, publishNotReadyAddresses },
        };
        const service = args.service && serviceOf(this, args.service, app, args, replicas.least);

        // Nothing is registered before all arguments have been judged.
        const children = { parent: this };
        const account = registerAround(name, app, this);
        const governing = new kubernetes.core.v1.Service(`${name}-headless-service`, headless, children);
        const statefulSet = new kubernetes.apps.v1.StatefulSet(`${name}-stateful-set`, made, {
            ...children,
            dependsOn: [account, governing],
        });
        registerReplicas(name, app, replicas, statefulSet, this);
        this.name = statefulSet.metadata.name;
        this.selector = pulumi.output(matchLabels);
        this.headlessServiceName = governing.metadata.name;
        if (service !== undefined) {
            this.serviceName = new kubernetes.core.v1.Service(`${name}-service`, service, children).metadata.name;
        }
        const { headlessServiceName } = this;
        this.registerOutputs({
            name: this.name,
            selector: this.selector,
            headlessServiceName,
            serviceName: this.serviceName,
        });
    }
}
