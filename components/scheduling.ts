import type * as pulumi from "@pulumi/pulumi";
import { between, dnsSubdomain, labelKey, labelValue, type Fault } from "./formats";
import { labels } from "./labels";
import { checked, optional, refuse } from "./refusal";

/** What a taint does to pods that do not tolerate it. */
export const TaintEffect = {
    NoSchedule: "NoSchedule",
    PreferNoSchedule: "PreferNoSchedule",
    NoExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** Taints of nodes that the pods may run on all the same. */
export interface TolerationArgs {
    /** Key of the taint. Default: every key. */
    key?: pulumi.Input<string>;
    /** Value of the taint. Default: every value. */
    value?: pulumi.Input<string>;
    /** Effect of the taint. Default: every effect. */
    effect?: TaintEffect;
    /** Seconds after which the pods leave a node with such a taint; of `NoExecute` only. Default: never. */
    tolerationSeconds?: pulumi.Input<number>;
}

/** Where pods may run, with which priority, and how nodes get at their images. */
export interface SchedulingArgs {
    /** Labels of the nodes that the pods may run on. Default: all nodes. */
    nodeSelector?: Record<string, pulumi.Input<string>>;
    tolerations?: TolerationArgs[];
    /** Name of the PriorityClass. Those of the cluster itself (`system-…`) are refused. */
    priorityClassName?: pulumi.Input<string>;
    /** Names of the Secrets with which the images are pulled. */
    imagePullSecrets?: pulumi.Input<string>[];
}

/** The Kubernetes toleration. */
function toleration(component: pulumi.Resource, args: TolerationArgs) {
    const { key, value, effect, tolerationSeconds } = args;
    if (value !== undefined && key === undefined) refuse(component, "tolerations", "names a value and no key");
    if (tolerationSeconds !== undefined && effect !== TaintEffect.NoExecute) {
        refuse(component, "tolerations.tolerationSeconds", "is of the effect NoExecute only");
    }
    const known = <T extends string | number>(argument: string, given: pulumi.Input<T> | undefined, fault: Fault<T>) =>
        optional(component, `tolerations.${argument}`, given, fault);
    return {
        key: known("key", key, labelKey),
        operator: value === undefined ? "Exists" : "Equal",
        value: known("value", value, labelValue),
        effect,
        tolerationSeconds: known("tolerationSeconds", tolerationSeconds, between(0, 2 ** 31 - 1)),
    };
}

/** The name of a PriorityClass, but for those that are above all users' pods. */
const priorityClass: Fault<string> = (value) =>
    value.startsWith("system-")
        ? "is for the cluster's own pods: it would evict them. Make a PriorityClass of your own"
        : dnsSubdomain(value);

/** Spreads pods over zones and nodes, as far as there are any. */
export function spreadOver(matchLabels: Record<string, pulumi.Input<string>>) {
    return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels },
    }));
}

/** Fields of the pod that say where it runs. */
export function scheduling(component: pulumi.Resource, args: SchedulingArgs) {
    const { nodeSelector, tolerations, priorityClassName, imagePullSecrets } = args;
    return {
        nodeSelector: nodeSelector && labels(component, "nodeSelector", nodeSelector),
        tolerations: tolerations?.map((each) => toleration(component, each)),
        priorityClassName: optional(component, "priorityClassName", priorityClassName, priorityClass),
        imagePullSecrets: imagePullSecrets?.map((secret) => ({
            name: checked(component, "imagePullSecrets", secret, dnsSubdomain),
        })),
    };
}
