import type * as pulumi from "@pulumi/pulumi";
import { containerNames, hardened, type Refusal } from "./hardening";
import { withOverride, type Tie } from "./override";
import { isDeferred } from "./refusal";
import { refuseStrangers, refuseUnneeded, type Waivers } from "./waivers";
import type { Workload, WorkloadArgs } from "./workload";

/** Arguments that no format but a control refuses, by where the control finds what is wrong. */
const argumentsAt: [place: RegExp, argument: string][] = [
    [/\.env\[[^\]]*\]\.value$/, "env"],
    [/\.(command|args)(\[\d+\])?$/, "command or args"],
    [/\.image$/, "image"],
    [/^metadata\.labels/, "labels"],
    [/metadata\.annotations/, "annotations"],
];

function argumentOf(control: string, path: string): string {
    // A namespace, and an annotation of AppArmor's, are found at the pod that they are for.
    if (control === "no-system-namespace") return "namespace";
    if (control === "no-service-account-token") return "automountServiceAccountToken";
    if (/capabilities$/.test(control)) return "addCapabilities";
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
    { name, matchLabels, waivers }: Workload,
    { template = ["spec", "template"], fields = [], labelsFrom = "selector" }: Ties = {},
): T {
    const selecting = Object.keys(matchLabels).map(
        (key) => [[...template, "metadata", "labels", key], labelsFrom] as Tie,
    );
    const overridden = args.override !== undefined;
    const whole = overridden ? withOverride(component, made, args.override, [...fields, ...selecting]) : made;
    refuseStrangers(component, waivers, containerNames(type, whole));
    const accepts = acceptedTags(args, name);
    const judge = (bare: T, nameOf: typeof argumentOf, own: Waivers) =>
        hardened(type, bare, { component, argumentOf: nameOf, waivers: own, accepts });
    // Judged without the override, too, so that an error names the argument that it comes from.
    const own = judge(made, argumentOf, overridden ? { ...waivers, needed: new Set() } : waivers);
    const result = overridden ? judge(whole, () => "override", waivers) : own;
    refuseUnneeded(component, waivers);
    return result;
}

/** Whether a container's own argument accepts that its image has no digest. */
function acceptedTags(args: WorkloadArgs, name: pulumi.Input<string>): Refusal["accepts"] {
    const others = [...(args.initContainers ?? []), ...(args.sidecars ?? [])];
    return (control, container) => {
        if (control !== "image-digest" || container === undefined) return false;
        const other = others.find((each) => each.name === container.name);
        const main = isDeferred(name) || name === container.name ? args : undefined;
        return (other ?? main)?.allowTag === true;
    };
}
