import * as pulumi from "@pulumi/pulumi";
import { judge } from "hardened-containers-policies/judge";
import { filled, onByDefault } from "./filling";
import { outputOf, refuse } from "./refusal";
import { at, closed, preview } from "./structure";

/** How a component speaks of the arguments of a resource that it makes. */
export interface Refusal {
    component: pulumi.Resource;
    /** The component's argument that a control's finding comes from. */
    argumentOf: (control: string) => string;
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
    refuseUnsafe(type, result, refusal);
    return closed(args, result, (deferred, _, place) => {
        const output = outputOf(deferred);
        return output.apply(async (value) => {
            const whole = filled(type, args, new Map([[deferred, value]]));
            refuseUnsafe(type, whole, refusal, await pulumi.isSecret(output));
            return at(whole, place);
        });
    }) as T;
}

function refuseUnsafe(type: string, args: object, refusal: Refusal, secret = false): void {
    const resource = { type, urn: "", name: "", props: preview(args).data };
    for (const control of onByDefault.filter(({ id }) => !refusal.accepted?.includes(id))) {
        const [finding] = judge(control, resource).findings;
        if (finding === undefined) continue;
        const argument = refusal.argumentOf(control.id);
        // What was found may hold the secret.
        const found = secret ? `${finding.path} holds a secret value that is unsafe` : finding.message;
        const fault = `is refused: ${found} (${control.id}). ${control.why}`;
        refuse(refusal.component, argument, `${fault} A component allows no exception from this control.`);
    }
}
