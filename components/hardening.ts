import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { isData, type Data } from "hardened-containers-policies/resource";
import { containerLists } from "hardened-containers-policies/subjects/pods";
import { nameOf, sentinels } from "hardened-containers-policies/unknown";
import { at, closed, copy, fillAbsent, inside, isPlain, preview, type Known, type Stand } from "./structure";
import { refuse, type Deferred } from "./refusal";

const onByDefault = controls.filter(({ level, on }) => level !== "disabled" && on.scope === "resource");

/** The ids of the controls that fill something in. */
export const filling: readonly string[] = onByDefault.filter(({ safe }) => safe !== undefined).map(({ id }) => id);

/**
 * By what a value counts as missing: the oldest version that knows Windows pods, so that these are left alone, and so
 * old that a user namespace does not yet stand in for a non-root user.
 */
const strict = { level: "restricted", versions: [25] } as const;

/**
 * A copy of the arguments of a resource in which what is absent has the `safe` values of the controls. Outputs that are
 * known have been replaced by their values; what may be inside the others counts as absent.
 */
export function filled<T extends object>(
    type: string,
    args: T,
    known: Known = new Map(),
    except: readonly string[] = [],
): T {
    const result = copy(args, known);
    const decider = deciderIn(result);
    if (decider !== undefined) {
        const { deferred, against } = decider;
        const where = (value: unknown) => filled(type, result, new Map([[deferred, value]]), except);
        const most = closed(result, where(undefined), (each) => each);
        const output: pulumi.Output<unknown> = pulumi.output(deferred as Promise<object>);
        return chosen(most, where(against), (values) =>
            output.apply((value) => (isDeepStrictEqual(value, against) ? undefined : values)),
        ) as T;
    }
    for (const control of onByDefault) {
        if (control.safe === undefined || except.includes(control.id)) continue;
        const { data, original } = preview(result, emptiest);
        const resource = { type, urn: "", name: "", props: data };
        const lacking = judge(control, resource, strict).findings.map(({ path }) => path);
        for (const found of control.on.find([resource])) {
            // A patch leaves to others what it does not say.
            if ("unseen" in found || found.partial === true) continue;
            // What another resource could cure is set all the same: this one then needs no other.
            if (control.across === undefined && !lacking.includes(found.path)) continue;
            for (const [part, values] of Object.entries(control.safe)) {
                const target = original((found.subject as Data)[part]) ?? made(result, found.at[part]);
                if (target === undefined || contradicts(values as Data, target)) continue;
                fillAbsent(target, values as Data);
            }
        }
    }
    return result;
}

/** What needs most to be filled in: a list of containers has one that says nothing, all else is absent. */
const emptiest: Stand = (_, place) => {
    const inList = typeof place.at(-1) === "number";
    const list = place.at(inList ? -2 : -1);
    const ofContainers = containerLists.some((each) => each === list);
    if (inList) return ofContainers ? {} : sentinels.string;
    return ofContainers ? [{}] : undefined;
};

/** The object at a path such as `items[web].metadata.labels`, made where there is none. */
function made(tree: object, path: string | undefined): Data | undefined {
    if (path === undefined) return undefined;
    let here: unknown = tree;
    for (const [, element, key] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
        if (Array.isArray(here)) {
            const elements = here as unknown[];
            here = elements.find(
                (each, index) => (nameOf(each) ?? nameOf(at(each, ["metadata"])) ?? String(index)) === element,
            );
        } else if (isPlain(here) && key !== undefined) {
            here = inside(here)[key] ??= {};
        } else return undefined;
    }
    return isPlain(here) ? inside(here) : undefined;
}

/** Fields by whose value it hangs whether something may be filled in, and the value at which it may not. */
const deciders: readonly [field: string[], value: unknown][] = [
    [["os"], { name: "windows" }],
    [["os", "name"], "windows"],
    [["securityContext", "privileged"], true],
];

/** A decider that is only known later. */
function deciderIn(tree: object): { deferred: Deferred; against: unknown } | undefined {
    let found: { deferred: Deferred; against: unknown } | undefined;
    closed(tree, tree, (deferred, _, place) => {
        const decider = deciders.find(([field]) => isDeepStrictEqual(place.slice(-field.length), field));
        if (decider !== undefined) found = { deferred, against: decider[1] };
        return deferred;
    });
    return found;
}

/** What is in both, and what is in the first alone as it is chosen. */
function chosen(first: unknown, second: unknown, choose: (value: unknown) => unknown): unknown {
    if (Array.isArray(first) && Array.isArray(second)) {
        const others = second as unknown[];
        return first.map((each, index) => chosen(each, others[index], choose));
    }
    if (!isPlain(first) || !isPlain(second)) return first;
    const fields = Object.entries(first).map(([key, value]) => {
        const both = value === undefined || second[key] !== undefined;
        return [key, both ? chosen(value, second[key], choose) : choose(value)] as const;
    });
    return Object.fromEntries(fields);
}

/** The API server refuses a container that may do everything and yet may not escalate its privileges. */
function contradicts(values: Data, { securityContext }: Data): boolean {
    const { privileged, capabilities } = (isData(securityContext) ? securityContext : {}) as Partial<Data>;
    const added = isData(capabilities) ? capabilities.add : undefined;
    const all = privileged === true || (Array.isArray(added) && added.includes("CAP_SYS_ADMIN"));
    return all && at(values, ["securityContext", "allowPrivilegeEscalation"]) === false;
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
 * The arguments of a resource, filled and judged. A value that is only known later is filled and judged when it is
 * known, at its own place, so that all the others are known at preview.
 * @throws pulumi.ResourceError for what a control refuses
 */
export function hardened<T extends object>(type: string, args: T, refusal: Refusal): T {
    const result = filled(type, args);
    refuseUnsafe(type, result, refusal);
    return closed(args, result, (deferred, _, place) => {
        const output: pulumi.Output<unknown> = pulumi.output(deferred as Promise<object>);
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
