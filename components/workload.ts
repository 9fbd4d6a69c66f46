import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dnsLabel, type Fault } from "./formats";
import { hardened } from "./hardening";
import { annotations, labels } from "./labels";
import { connection, dnsRule, type ConnectionArgs, type DnsArgs } from "./network";
import { podSpec, type PodArgs, type PodShape } from "./pod";
import { checked, refuse } from "./refusal";
import { waiversOf, type WaivableArgs, type Waivers } from "./waivers";

/** What all workloads have in common. */
export interface WorkloadArgs extends PodArgs, WaivableArgs {
    /** Name of the namespace; of a `Namespace`, its output `name`. */
    namespace: pulumi.Input<string>;
    /** Name in Kubernetes. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /** Further labels of the pods and of the workload. */
    labels?: Record<string, pulumi.Input<string>>;
    /** Annotations of the pods. */
    annotations?: Record<string, pulumi.Input<string>>;
    /** Annotations of the ServiceAccount, such as `eks.amazonaws.com/role-arn`. */
    serviceAccountAnnotations?: Record<string, pulumi.Input<string>>;
    /** Who may connect to the pods. Default: nobody. */
    allowFrom?: ConnectionArgs[];
    /** What the pods may connect to, beside DNS. Default: nothing. */
    allowTo?: ConnectionArgs[];
    dns?: DnsArgs;
    /**
     * Fields of the Kubernetes object, merged over what the component made: objects by key, lists of named elements by
     * name, all else replaced. The result is judged like everything else.
     */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema for other languages knows no narrower type
    override?: any;
}

/** Workloads whose pods are selected by labels that they keep for ever. */
export interface SelectingWorkloadArgs extends WorkloadArgs {
    /**
     * Labels by which the pods are selected, which the workload keeps for ever.
     * Default: `app.kubernetes.io/name` with the workload's name.
     */
    selector?: Record<string, pulumi.Input<string>>;
}

/** A workload before any resource of it is registered. */
export interface Workload {
    name: pulumi.Input<string>;
    metadata: Metadata;
    /** What the pods are selected by. */
    matchLabels: Record<string, pulumi.Input<string>>;
    template: { metadata: kubernetes.types.input.meta.v1.ObjectMeta; spec: kubernetes.types.input.core.v1.PodSpec };
    serviceAccount: kubernetes.core.v1.ServiceAccountArgs;
    networkPolicy: kubernetes.networking.v1.NetworkPolicyArgs;
    waivers: Waivers;
}
interface Metadata {
    name: pulumi.Input<string>;
    namespace: pulumi.Input<string>;
    labels: Record<string, pulumi.Input<string>>;
}

/** What the kind of a workload asks of what it has in common with others. */
export interface Shape extends PodShape {
    /** What is wrong with a name that is fine for most objects. */
    nameFault?: Fault<string>;
    /** Whether its pods are spread over zones and nodes. */
    spreads?: boolean;
}

/** The pods of a workload and what stands around them. */
export function workload(
    component: pulumi.Resource,
    name: string,
    args: SelectingWorkloadArgs,
    { nameFault = dnsLabel, spreads = false, ...shape }: Shape = {},
): Workload {
    const waivers = waiversOf(component, args, true);
    const own = checked(component, "name", args.name ?? name, nameFault);
    const namespace = checked(component, "namespace", args.namespace, dnsLabel);
    const matchLabels = args.selector
        ? labels(component, "selector", args.selector)
        : { "app.kubernetes.io/name": own };
    if (Object.keys(matchLabels).length === 0) refuse(component, "selector", "selects all pods of the namespace");
    const twice = Object.keys(args.labels ?? {}).find((key) => key in matchLabels);
    if (twice !== undefined) {
        const argument = args.selector ? "selector" : "name";
        refuse(component, "labels", `may not set ${twice}, which selects the pods: set the argument ${argument}`);
    }
    const allLabels = { ...labels(component, "labels", args.labels), ...matchLabels };
    const metadata = { name: own, namespace, labels: allLabels };
    return {
        name: own,
        metadata,
        matchLabels,
        template: {
            metadata: { labels: allLabels, annotations: annotations(component, "annotations", args.annotations) },
            spec: podSpec(component, own, args, waivers, { ...shape, spread: spreads ? matchLabels : undefined }),
        },
        serviceAccount: hardened(
            "kubernetes:core/v1:ServiceAccount",
            {
                metadata: {
                    ...metadata,
                    annotations: annotations(component, "serviceAccountAnnotations", args.serviceAccountAnnotations),
                },
                automountServiceAccountToken: false,
            },
            { component, argumentOf: () => "serviceAccountAnnotations", waivers },
        ),
        networkPolicy: networkPolicy(component, args, { metadata, matchLabels, waivers }),
        waivers,
    };
}

/** The resources that every workload has beside its own: it is to wait for the one that is returned. */
export function registerAround(name: string, { serviceAccount, networkPolicy }: Workload, parent: pulumi.Resource) {
    new kubernetes.networking.v1.NetworkPolicy(`${name}-network-policy`, networkPolicy, { parent });
    return new kubernetes.core.v1.ServiceAccount(`${name}-service-account`, serviceAccount, { parent });
}

function networkPolicy(
    component: pulumi.Resource,
    args: WorkloadArgs,
    { metadata, matchLabels, waivers }: Pick<Workload, "metadata" | "matchLabels" | "waivers">,
): kubernetes.networking.v1.NetworkPolicyArgs {
    const { allowFrom = [], allowTo = [] } = args;
    const from = allowFrom.map((each) => connection(component, "allowFrom", each));
    const to = allowTo.map((each) => connection(component, "allowTo", each, waivers));
    const spec = {
        podSelector: { matchLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: from.map(({ peer, ports }) => ({ from: [peer], ports })),
        egress: [dnsRule(component, args.dns), ...to.map(({ peer, ports }) => ({ to: [peer], ports }))],
    };
    const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
    // Its arguments leave nothing to judge but what waivers have let through.
    return waivers.all.length === 0
        ? { metadata, spec }
        : hardened(type, { metadata, spec }, { component, argumentOf: () => "allowTo", waivers });
}
