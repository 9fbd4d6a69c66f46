import * as pulumi from "@pulumi/pulumi";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { isData, type Data } from "hardened-containers-policies/resource";
import { copy, fillAbsent, preview } from "./structure";
import { isDeferred, refuse, type Deferred } from "./refusal";

const onByDefault = controls.filter(({ level, on }) => level !== "disabled" && on.scope === "resource");

/**
 * By what a value counts as missing: the oldest version that knows Windows pods, so that these are left alone, and so
 * old that a user namespace does not yet stand in for a non-root user.
 */
const strict = { level: "restricted", versions: [25] } as const;

/** A copy of the arguments of a resource in which what is absent has the `safe` values of the controls. */
export function filled<T extends object>(type: string, args: T): T {
    const result = copy(args);
    for (const control of onByDefault) {
        if (control.safe === undefined) continue;
        const { data, original } = preview(result);
        const resource = { type, urn: "", name: "", props: data };
        const lacking = judge(control, resource, strict).findings.map(({ path }) => path);
        for (const found of control.on.find([resource])) {
            // What another resource could cure is set all the same: this one then needs no other.
            if ("unseen" in found || (control.across === undefined && !lacking.includes(found.path))) continue;
            for (const [part, values] of Object.entries(control.safe)) {
                const target = original((found.subject as Data)[part]);
                if (target !== undefined) fillAbsent(target, values as Data);
            }
        }
    }
    return result;
}

/** How a component speaks of the arguments of a resource that it makes. */
export interface Refusal {
    component: pulumi.Resource;
    /** The component's argument that a control's finding comes from. */
    argumentOf: (control: string) => string;
    /** Controls that the user has set aside by an argument made for that. */
    accepted?: readonly string[];
}

/**
 * The arguments of a resource, filled and judged. A value that is only known later is judged when it is known, at its
 * own place, so that all the others are known at preview.
 * @throws pulumi.ResourceError for what a control refuses
 */
export function hardened<T extends object>(type: string, args: T, refusal: Refusal): T {
    const result = filled(type, args);
    refuseUnsafe(type, result, new Map(), refusal);
    return guarded(result, (deferred) => {
        const output = pulumi.output(deferred as Promise<object>);
        return output.apply(async (value) => {
            refuseUnsafe(type, result, new Map([[deferred, value]]), refusal, await pulumi.isSecret(output));
            return value;
        });
    });
}

function refuseUnsafe(
    type: string,
    args: object,
    known: ReadonlyMap<unknown, unknown>,
    refusal: Refusal,
    secret = false,
): void {
    const resource = { type, urn: "", name: "", props: preview(args, known).data };
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

/** A copy in which each deferred value is replaced. */
function guarded<T>(value: T, guard: (deferred: Deferred) => unknown): T {
    if (isDeferred(value)) return guard(value) as T;
    if (Array.isArray(value)) return value.map((each: unknown) => guarded(each, guard)) as T;
    if (!isData(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, guarded(child, guard)])) as T;
}
