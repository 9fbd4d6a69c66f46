import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parseImage } from "hardened-containers-policies/image";
import { container, type ContainerArgs } from "./container";
import { between, dnsLabel, nonRootId, type Fault } from "./formats";
import { hardened } from "./hardening";
import { annotations, labels } from "./labels";
import { withOverride } from "./override";
import { connection, dnsRule, type ConnectionArgs, type DnsArgs } from "./network";
import { checked, refuse, verify } from "./refusal";

export interface DeploymentArgs extends ContainerArgs {
    /** Name of the namespace; of a `Namespace`, its output `name`. */
    namespace: pulumi.Input<string>;
    /** Name in Kubernetes. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /**
     * Labels by which the pods are selected, which a Deployment keeps for ever.
     * Default: `app.kubernetes.io/name` with the workload's name.
     */
    selector?: Record<string, pulumi.Input<string>>;
    /** Further labels of the pods and of the Deployment. */
    labels?: Record<string, pulumi.Input<string>>;
    /** Annotations of the pods. */
    annotations?: Record<string, pulumi.Input<string>>;
    /** Pods. Default: 2. With 1 there is no PodDisruptionBudget, so that nodes can be drained. */
    replicas?: number;
    /** User ID that the container runs as. Default: the image's, which may not be root. */
    user?: pulumi.Input<number>;
    /** Group ID that the container runs as and that owns its volumes. Default: the image's. */
    group?: pulumi.Input<number>;
    /** Who may connect to the pods. Default: nobody. */
    allowFrom?: ConnectionArgs[];
    /** What the pods may connect to, beside DNS. Default: nothing. */
    allowTo?: ConnectionArgs[];
    dns?: DnsArgs;
    /**
     * Fields of the Kubernetes Deployment, merged over what the component made: objects by key, lists of named elements
     * by name, all else replaced. The result is judged like everything else.
     */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema for other languages knows no narrower type
    override?: any;
}

/** Arguments that no format but a control refuses. */
const argumentOf: Record<string, string> = { "no-system-namespace": "namespace", "apparmor-profile": "annotations" };

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
        const workload = checked(this, "name", args.name ?? name, dnsLabel);
        const namespace = checked(this, "namespace", args.namespace, dnsLabel);
        const matchLabels = args.selector
            ? labels(this, "selector", args.selector)
            : { "app.kubernetes.io/name": workload };
        if (Object.keys(matchLabels).length === 0) refuse(this, "selector", "selects all pods of the namespace");
        const allLabels = { ...labels(this, "labels", args.labels), ...matchLabels };
        const metadata = { name: workload, namespace, labels: allLabels };
        const replicas = args.replicas ?? 2;
        verify(this, "replicas", replicas, between(0, 1000));
        const image = checked(this, "image", args.image, allowed(args.allowTag === true));
        const template = {
            metadata: { labels: allLabels, annotations: annotations(this, "annotations", args.annotations) },
            spec: podSpec(this, workload, { ...args, image }, matchLabels),
        };
        const bare = { metadata, spec: { replicas, selector: { matchLabels }, template } };
        const accepted = args.allowTag === true ? ["image-digest"] : [];
        const judged = (made: typeof bare, nameOf: (control: string) => string) =>
            hardened("kubernetes:apps/v1:Deployment", made, { component: this, argumentOf: nameOf, accepted });
        // Judged without the override, too, so that an error names the argument that it comes from.
        const own = judged(bare, (control) => argumentOf[control] ?? control);
        const made =
            args.override === undefined ? own : judged(withOverride(this, bare, args.override), () => "override");
        const policy = networkPolicy(this, args, matchLabels);

        // Nothing is registered before all arguments have been judged.
        const children = { parent: this };
        const account = new kubernetes.core.v1.ServiceAccount(
            `${name}-service-account`,
            { metadata, automountServiceAccountToken: false },
            children,
        );
        const deployment = new kubernetes.apps.v1.Deployment(`${name}-deployment`, made, {
            ...children,
            dependsOn: account,
        });
        new kubernetes.networking.v1.NetworkPolicy(`${name}-network-policy`, { metadata, spec: policy }, children);
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

/** What image a component takes: one with a digest, or, where that is accepted, with a tag that stays. */
function allowed(allowTag: boolean): Fault<string> {
    return (image) => {
        const reference = parseImage(image);
        if (reference === undefined) return "is not an image reference (image-tag)";
        if (reference.digest !== undefined) return undefined;
        if (reference.tag === undefined || reference.tag === "latest") {
            return "names neither a digest nor a tag other than latest, so that each pull may bring another program (image-tag). Pin it by digest";
        }
        return allowTag
            ? undefined
            : "names no digest (image-digest). Pin it by digest, or accept a tag with allowTag: true";
    };
}

function podSpec(
    component: pulumi.Resource,
    name: pulumi.Input<string>,
    args: DeploymentArgs,
    matchLabels: Record<string, pulumi.Input<string>>,
) {
    const main = container(component, name, args, args.group !== undefined);
    const id = (argument: "user" | "group") =>
        args[argument] === undefined ? undefined : checked(component, argument, args[argument], nonRootId);
    const group = id("group");
    const spread = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels },
    }));
    return {
        serviceAccountName: name,
        enableServiceLinks: false,
        securityContext: {
            runAsUser: id("user"),
            runAsGroup: group,
            fsGroup: group,
            fsGroupChangePolicy: group === undefined ? undefined : "OnRootMismatch",
        },
        containers: [main.container],
        volumes: main.volumes,
        topologySpreadConstraints: spread,
    };
}

function networkPolicy(
    component: pulumi.Resource,
    args: DeploymentArgs,
    matchLabels: Record<string, pulumi.Input<string>>,
) {
    const { allowFrom = [], allowTo = [] } = args;
    const from = allowFrom.map((each) => connection(component, "allowFrom", each));
    const to = allowTo.map((each) => connection(component, "allowTo", each));
    return {
        podSelector: { matchLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: from.map(({ peer, ports }) => ({ from: [peer], ports })),
        egress: [dnsRule(component, args.dns), ...to.map(({ peer, ports }) => ({ to: [peer], ports }))],
    };
}
