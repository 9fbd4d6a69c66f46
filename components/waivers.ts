import type * as pulumi from "@pulumi/pulumi";
import type { Control } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { credentialIn } from "hardened-containers-policies/credentials";
import { faultOf, includes } from "hardened-containers-policies/grants";
import { didYouMean } from "hardened-containers-policies/nearest";
import { dnsLabel } from "./formats";
import { refuse } from "./refusal";

/** An exception from a control: what the component then lets through, and what it asks the platform for. */
export interface WaiverArgs {
    /** Id of the control, such as `read-only-root-filesystem`. */
    control: string;
    /** The last day (UTC), such as `2027-03-31`. After it the component refuses the waiver. */
    until: string;
    /** Why, in one line; in the tags of a Repository with letters, digits, spaces and `_.:/=+-@` only. */
    reason: string;
    /** Who answers for it, in one word, such as `team-shop`. */
    by?: string;
    /** Name of the container that it is for. Default: all of them, and the pod itself. */
    container?: string;
}

/** What may have exceptions. */
export interface WaivableArgs {
    /**
     * Exceptions from controls. What a control asks for is then not filled in, and what it refuses is let through; the
     * object says so in an annotation or tag, and the policy pack takes it where the platform grants it. What has neither,
     * such as the policy of a repository, needs the grant alone.
     */
    waivers?: WaiverArgs[];
}

/** The waiver of one control. */
export interface Waiver extends Omit<WaiverArgs, "control" | "container"> {
    control: Control;
    /** Names of containers; nothing where it is for all of them. */
    containers?: string[];
}

/** The waivers of a component, and those of them that let something through. */
export interface Waivers {
    all: readonly Waiver[];
    needed: Set<Waiver>;
}

export const none: Waivers = { all: [], needed: new Set() };

/**
 * The waivers of a component, those of one control joined.
 * @throws pulumi.ResourceError for one that could have no effect
 */
export function waiversOf(component: pulumi.Resource, { waivers = [] }: WaivableArgs, containers = false): Waivers {
    // JavaScript may pass anything.
    if (!Array.isArray(waivers)) refuse(component, "waivers", "is not a list");
    const today = new Date().toISOString().slice(0, 10);
    const all = new Map<string, Waiver>();
    for (const given of waivers) {
        const waiver = checked(component, given, today);
        const { id } = waiver.control;
        const same = all.get(id);
        if (waiver.containers !== undefined && !containers) {
            refuse(component, `waivers[${id}].container`, "is set, where there are no containers");
        }
        all.set(id, same === undefined ? waiver : joined(component, same, waiver));
    }
    for (const waiver of all.values()) refuseRootThatCannotStart(component, waiver, all);
    return { all: [...all.values()], needed: new Set() };
}

const texts = ["control", "until", "reason"] as const;
const optional = ["by", "container"] as const;

function checked(component: pulumi.Resource, given: WaiverArgs, today: string): Waiver {
    const { control: id, until, reason, by, container } = given;
    const fault = (field: string, text: string): never => refuse(component, `waivers[${id}]${field}`, text);
    for (const field of [...texts, ...optional.filter((each) => given[each] !== undefined)]) {
        // An output would not be known when the arguments are judged.
        if (typeof given[field] !== "string") refuse(component, `waivers.${field}`, "is not a text");
    }
    const control = controls.find((each) => each.id === id);
    if (control === undefined) {
        const known = controls.map((each) => each.id);
        return fault("", `is for a control that does not exist${didYouMean(id, known)}`);
    }
    const problem = faultOf({ until, reason }, { today, maxWaiverDays: Infinity });
    if (problem !== undefined) fault("", problem);
    // What could not be read back from a line.
    if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(reason)) fault(".reason", "is not one line of text");
    const credential = credentialIn(reason);
    if (credential !== undefined) fault(".reason", `holds ${credential}, which everybody could read`);
    if (by !== undefined && !/^\S+$/.test(by)) fault(".by", `(${JSON.stringify(by)}) is not one word`);
    const malformed = container === undefined ? undefined : dnsLabel(container);
    if (malformed !== undefined) fault(".container", `(${JSON.stringify(container)}) ${malformed}`);
    return { control, until, reason: reason.trim(), by, containers: container === undefined ? undefined : [container] };
}

/** Two waivers of one control: an object has one annotation for both. */
function joined(component: pulumi.Resource, first: Waiver, second: Waiver): Waiver {
    const argument = `waivers[${first.control.id}]`;
    if (first.containers === undefined || second.containers === undefined) {
        refuse(component, argument, "is there twice, once for all containers");
    }
    const twice = second.containers.find((each) => first.containers?.includes(each));
    if (twice !== undefined) refuse(component, argument, `is there twice for the container ${twice}`);
    if (first.until !== second.until || first.reason !== second.reason || first.by !== second.by) {
        const fault = "differs between containers in until, reason or by, and one annotation holds all of it";
        refuse(component, argument, `${fault}: say the same for each`);
    }
    return { ...first, containers: [...first.containers, ...second.containers] };
}

/** Kubernetes starts no container as root that is to run as another user, and by default all are. */
function refuseRootThatCannotStart(component: pulumi.Resource, waiver: Waiver, all: ReadonlyMap<string, Waiver>): void {
    if (waiver.control.id !== "non-root-user") return;
    const other = all.get("run-as-non-root");
    const covered =
        other !== undefined &&
        (other.containers === undefined || waiver.containers?.every((each) => other.containers?.includes(each)));
    if (covered === true) return;
    const fault = "lets root run where run-as-non-root keeps it from starting: waive that for the same containers, too";
    refuse(component, "waivers[non-root-user]", fault);
}

/** The waivers that are for what a control says of a container or, without one, of anything else. */
export function waiversFor(waivers: Waivers, control: string, container?: { name?: unknown }): Waiver[] {
    return waivers.all.filter(
        ({ control: { id }, containers }) =>
            (id === control || includes.get(id)?.includes(control) === true) &&
            (containers === undefined || containers.some((each) => each === container?.name)),
    );
}

/** What would allow what a control refuses. */
export function allowing(waivers: Waivers, id: string, container?: object): string {
    const { severity, podSecurity } = controls.find((each) => each.id === id) ?? {};
    const others = waivers.all.find(({ control }) => control.id === id)?.containers;
    if (others !== undefined) {
        return container === undefined
            ? `The waiver of ${id} is for containers, and this is the pod's: leave container out.`
            : `The waiver of ${id} is for ${others.join(" and ")} only.`;
    }
    const granted =
        severity === "critical" ? "where the platform itself has granted it" : "where the platform grants it";
    const admitted = podSecurity === undefined ? "" : " and the namespace admits the pod";
    return `A waiver of ${id} (argument waivers) allows it, ${granted}${admitted}.`;
}

/** Refuses a waiver for a container that there is not; one whose name is only known later is none. */
export function refuseStrangers(component: pulumi.Resource, { all }: Waivers, names: readonly string[]): void {
    for (const { control, containers = [] } of all) {
        const stranger = containers.find((each) => !names.includes(each));
        if (stranger === undefined) continue;
        const known = names.length > 0 ? `: ${names.join(", ")}` : "";
        const fault = `("${stranger}") is none of the containers whose names are known${known}`;
        refuse(component, `waivers[${control.id}].container`, fault);
    }
}

/** Refuses a waiver that lets nothing through: the policy pack would, too. */
export function refuseUnneeded(component: pulumi.Resource, { all, needed }: Waivers): void {
    const unneeded = all.find((each) => !needed.has(each));
    if (unneeded === undefined) return;
    const fault = "is not needed: nothing that the component makes breaks the control. Leave it out";
    refuse(component, `waivers[${unneeded.control.id}]`, fault);
}
