import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dnsLabel, type Fault } from "./formats";
import { hardened } from "./hardening";
import { annotations, labels } from "./labels";
import { connection, dnsRule, type ConnectionArgs, type DnsArgs } from "./network";
import { withOverride, type Tie } from "./override";
import { podSpec, type PodArgs, type PodShape } from "./pod";
import { checked, refuse } from "./refusal";

/** What all workloads have in common. */
export interface WorkloadArgs extends PodArgs {
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
            spec: podSpec(component, own, args, { ...shape, spread: spreads ? matchLabels : undefined }),
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
            { component, argumentOf: () => "serviceAccountAnnotations" },
        ),
        networkPolicy: { metadata, spec: networkPolicy(component, args, matchLabels) },
    };
}

/** Arguments that no format but a control refuses, by where the control finds what is wrong. */
const argumentsAt: [place: RegExp, argument: string][] = [
    [/\.env\[[^\]]*\]\.value$/, "env"],
    [/\.(command|args)(\[\d+\])?$/, "command or args"],
    [/^metadata\.labels/, "labels"],
    [/metadata\.annotations/, "annotations"],
];

function argumentOf(control: string, path: string): string {
    // A namespace, and an annotation of AppArmor's, are found at the pod that they are for.
    if (control === "no-system-namespace") return "namespace";
    if (control === "apparmor-profile") return "annotations";
    return argumentsAt.find(([place]) => place.test(path))?.[1] ?? control;
}

/** Where an object holds what other resources of the component hang on, and which argument sets it for all of them. */
export interface Ties {
    /** Path of the pod template. */
    template?: string[];
    /** Fields beside name, namespace and the labels that the pods are selected by. */
    fields?: Tie[];
    /** The argument that sets the labels that the pods are selected by. */
    labelsFrom?: string;
}

/**
 * The arguments of the Kubernetes object, filled, with the override over them, and judged.
 * @throws pulumi.ResourceError for what a control refuses, and for an override that parts the pods from the rest
 */
export function judged<T extends object>(
    component: pulumi.Resource,
    type: string,
    made: T,
    args: WorkloadArgs,
    { matchLabels }: Workload,
    { template = ["spec", "template"], fields = [], labelsFrom = "selector" }: Ties = {},
): T {
    const containers = [args, ...(args.initContainers ?? []), ...(args.sidecars ?? [])];
    const accepted = containers.some(({ allowTag }) => allowTag === true) ? ["image-digest"] : [];
    const judge = (bare: T, nameOf: typeof argumentOf) =>
        hardened(type, bare, { component, argumentOf: nameOf, accepted });
    // Judged without the override, too, so that an error names the argument that it comes from.
    const own = judge(made, argumentOf);
    if (args.override === undefined) return own;
    const selecting = Object.keys(matchLabels).map(
        (key) => [[...template, "metadata", "labels", key], labelsFrom] as Tie,
    );
    return judge(withOverride(component, made, args.override, [...fields, ...selecting]), () => "override");
}

/** The resources that every workload has beside its own: it is to wait for the one that is returned. */
export function registerAround(name: string, { serviceAccount, networkPolicy }: Workload, parent: pulumi.Resource) {
    new kubernetes.networking.v1.NetworkPolicy(`${name}-network-policy`, networkPolicy, { parent });
    return new kubernetes.core.v1.ServiceAccount(`${name}-service-account`, serviceAccount, { parent });
}

function networkPolicy(
    component: pulumi.Resource,
    args: WorkloadArgs,
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
