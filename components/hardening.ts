import * as pulumi from "@pulumi/pulumi";
import type { Control } from "hardened-containers-policies/control";
import { judge } from "hardened-containers-policies/judge";
import { filled, onByDefault } from "./filling";
import { outputOf, refuse } from "./refusal";
import { at, closed, copy, isAbsent, preview } from "./structure";

/** How a component speaks of the arguments of a resource that it makes. */
export interface Refusal {
    component: pulumi.Resource;
    /** The component's argument that a control's finding at a path comes from. */
    argumentOf: (control: string, path: string) => string;
    /** Controls that the user has set aside by an argument made for that. */
    accepted?: readonly string[];
}

/**
 * The arguments of a resource, filled and judged. A value that is only known later is filled and judged when it is
 * known, at its own place, so that all the others are known at preview.
 * @throws pulumi.ResourceError for what a control refuses
 */
export function hardened<T extends object>(type: string, args: T, refusal: Refusal): T {
    const result = filled(type, args);
    const open = refuseUnsafe(type, result, refusal, onByDefault);
    return closed(args, result, (deferred, _, place) => {
        const output = outputOf(deferred);
        return output.apply(async (value) => {
            const known = new Map([[deferred, value]]);
            // Only within an object, or where there is nothing, can anything be filled in.
            const fillable = typeof value === "object" || isAbsent(value);
            const whole = fillable ? filled(type, result, known) : copy(result, known);
            refuseUnsafe(type, whole, refusal, open, await pulumi.isSecret(output));
            return at(whole, place);
        });
    }) as T;
}

/** @returns the controls whose judgement hangs on what is only known later: the others hold whatever that is */
function refuseUnsafe(
    type: string,
    args: object,
    { component, argumentOf, accepted }: Refusal,
    controls: readonly Control[],
    secret = false,
): Control[] {
    const resource = { type, urn: "", name: "", props: preview(args).data };
    return controls.filter((control) => {
        if (accepted?.includes(control.id)) return false;
        const { findings, undecided } = judge(control, resource);
        const [finding] = findings;
        if (finding === undefined) return undecided.length > 0;
        // What was found may hold the secret.
        const found = secret ? `${finding.path} holds a secret value that is unsafe` : finding.message;
        const fault = `is refused: ${found} (${control.id}). ${control.why}`;
        const argument = argumentOf(control.id, finding.path);
        refuse(component, argument, `${fault} A component allows no exception from this control.`);
    });
}
