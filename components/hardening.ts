import * as pulumi from "@pulumi/pulumi";
import type { Control } from "hardened-containers-policies/control";
import { judge } from "hardened-containers-policies/judge";
import { containers } from "hardened-containers-policies/subjects/pods";
import type { Found } from "hardened-containers-policies/subjects/subjects";
import { nameOf } from "hardened-containers-policies/unknown";
import { filled, onByDefault } from "./filling";
import { outputOf, refuse } from "./refusal";
import { concerns, refuseForeign, request } from "./requests";
import { at, closed, copy, isAbsent, preview } from "./structure";
import { allowing, none, waiversFor, type Waiver, type Waivers } from "./waivers";

/** How a component speaks of the arguments of a resource that it makes. */
export interface Refusal {
    component: pulumi.Resource;
    /** The component's argument that a control's finding at a path comes from. */
    argumentOf: (control: string, path: string) => string;
    waivers?: Waivers;
    /** Whether the user has set a control aside for a container by an argument made for that. */
    accepts?: (control: string, container: { name?: unknown } | undefined) => boolean;
}

/**
 * The arguments of a resource, filled and judged, with requests for the waivers that let something through. A value that
 * is only known later is filled and judged when it is known, at its own place, so that all the others are known at
 * preview.
 * @throws pulumi.ResourceError for what a control refuses
 */
export function hardened<T extends object>(type: string, args: T, refusal: Refusal): T {
    const { waivers = none } = refusal;
    refuseForeign(type, args, refusal);
    const except = (control: string, { container }: Pick<Found<object>, "container">) =>
        waiversFor(waivers, control, container).length > 0;
    const result = filled(type, args, new Map(), except);
    const { open, used } = refuseUnsafe(type, result, refusal, onByDefault);
    for (const waiver of used) waivers.needed.add(waiver);
    request(type, result, used, refusal);
    return closed(args, result, (deferred, _, place) => {
        const output = outputOf(deferred);
        return output.apply(async (value) => {
            const known = new Map([[deferred, value]]);
            // Only within an object, or where there is nothing, can anything be filled in.
            const fillable = typeof value === "object" || isAbsent(value);
            const whole = fillable ? filled(type, result, known, except) : copy(result, known);
            refuseUnsafe(type, whole, refusal, open, await pulumi.isSecret(output));
            return at(whole, place);
        });
    }) as T;
}

/** The names of the containers in the arguments of a workload, as far as they are known. */
export function containerNames(type: string, args: object): string[] {
    const resource = { type, urn: "", name: "", props: preview(args).data };
    return containers.find([resource]).flatMap((found) => ("unseen" in found ? [] : (nameOf(found.container) ?? [])));
}

/** What the controls leave to be judged when more is known, and the waivers that have let something through. */
interface Judged {
    /** The controls whose judgement hangs on what is only known later: the others hold whatever that is. */
    open: Control[];
    used: Waiver[];
}

function refuseUnsafe(
    type: string,
    args: object,
    { component, argumentOf, waivers = none, accepts }: Refusal,
    controls: readonly Control[],
    secret = false,
): Judged {
    const resource = { type, urn: "", name: "", props: preview(args).data };
    // What is off by default, or judged over the whole stack, may be on there.
    const elsewhere = waivers.all.filter(({ control }) => !onByDefault.includes(control) && concerns(control, type));
    const used = new Set(elsewhere);
    const open = controls.filter((control) => {
        const { findings, undecided } = judge(control, resource);
        const isCovered = ({ subject: { container } }: (typeof undecided)[number]) => {
            const covering = waiversFor(waivers, control.id, container);
            for (const waiver of covering) used.add(waiver);
            return covering.length > 0 || accepts?.(control.id, container) === true;
        };
        const finding = findings.filter((each) => !isCovered(each))[0];
        if (finding === undefined) return undecided.filter((each) => !isCovered(each)).length > 0;
        // What was found may hold the secret.
        const found = secret ? `${finding.path} holds a secret value that is unsafe` : finding.message;
        const fault = `is refused: ${found} (${control.id}). ${control.why}`;
        const way = allowing(waivers, control.id, finding.subject.container);
        refuse(component, argumentOf(control.id, finding.path), `${fault} ${way}`);
    });
    return { open, used: [...used] };
}
