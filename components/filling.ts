import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { lacksOf } from "hardened-containers-policies/lacks";
import type { Data } from "hardened-containers-policies/resource";
import { containerLists } from "hardened-containers-policies/subjects/pods";
import { subjectsIn, type Found, type Unseen } from "hardened-containers-policies/subjects/subjects";
import { sentinels } from "hardened-containers-policies/unknown";
import {
    at,
    closed,
    copy,
    fillAbsent,
    inside,
    isAbsent,
    isPlain,
    preview,
    type Known,
    type Place,
    type Preview,
    type Stand,
} from "./structure";
import { outputOf, type Deferred } from "./refusal";

/** The controls that judge single resources unless they are configured otherwise. */
export const onByDefault = controls.filter(({ level, on }) => level !== "disabled" && on.scope === "resource");

/** The ids of the controls that fill something in. */
export const filling: readonly string[] = onByDefault.filter(({ safe }) => safe !== undefined).map(({ id }) => id);

/**
 * By what a value counts as missing: the oldest version that knows Windows pods, so that these are left alone, and so
 * old that a user namespace does not yet stand in for a non-root user.
 */
const strict = { level: "restricted", versions: [25] } as const;

/** Whether nothing is filled in for a control in a subject. */
export type Except = (control: string, found: Found<object>) => boolean;

/**
 * A copy of the arguments of a resource in which what is absent has the `safe` values of the controls. Outputs that are
 * known have been replaced by their values; what may be inside the others counts as absent.
 */
export function filled<T extends object>(
    type: string,
    args: T,
    known: Known = new Map(),
    except: Except = () => false,
): T {
    const result = copy(args, known);
    const deciders = decidersIn(result);
    if (deciders.length > 0) {
        const where = (some: readonly Decider[], values: unknown[]) =>
            filled(type, result, new Map(some.map(({ deferred }, index) => [deferred, values[index]])), except);
        const most = closed(result, where(deciders, []), (deferred) => deferred);
        const least = where(
            deciders,
            deciders.map(({ against }) => against),
        );
        return chosen(most, least, (place) => {
            const near = deciders.filter(({ base }) => isDeepStrictEqual(place.slice(0, base.length), base));
            return pulumi
                .all(near.map(({ deferred }) => outputOf(deferred)))
                .apply((values) => at(where(near, values), place));
        }) as T;
    }
    const isExcepted = (control: string, found: Found<object> | Unseen) =>
        !("unseen" in found) && except(control, found);
    let seen = emptiestOf(type, result);
    for (const control of onByDefault) {
        if (control.safe === undefined) continue;
        const { resource, original } = seen;
        const { findings } = judge(control, resource, strict);
        const subjects = subjectsIn(resource, [resource], control.on);
        const isParted = subjects.some((found) => found.container !== undefined && isExcepted(control.id, found));
        const safe = isParted ? withinContainers(control.safe) : control.safe;
        for (const { found, part, values } of lacksOf({ ...control, safe }, resource, findings)) {
            // A patch leaves to others what it does not say.
            if (found.partial === true || except(control.id, found)) continue;
            const target = original((found.subject as Data)[part]) ?? made(found.homes?.[part], original);
            if (target !== undefined && fillAbsent(target, values)) seen = emptiestOf(type, result);
        }
    }
    return result;
}

/** What a pod says for all of its containers, for one of them to say: where another is left out, the pod cannot. */
function withinContainers(safe: object): object {
    return "pod" in safe ? { container: safe.pod } : safe;
}

/** The resource as far as it needs most to be filled in, with the objects that its parts are made from. */
function emptiestOf(type: string, args: object) {
    const { data, original } = preview(args, emptiest);
    return { resource: { type, urn: "", name: "", props: data }, original };
}

/** What needs most to be filled in: a list of containers has one that says nothing, all else is absent. */
const emptiest: Stand = (_, place) => {
    const inList = typeof place.at(-1) === "number";
    const list = place.at(inList ? -2 : -1);
    const ofContainers = containerLists.some((each) => each === list);
    if (inList) return ofContainers ? {} : sentinels.string;
    return ofContainers ? [{}] : undefined;
};

/** The object of the arguments where an absent part of a subject would be, made. */
function made(home: NonNullable<Found<object>["homes"]>[string] | undefined, original: Preview["original"]) {
    let here: unknown = original(home?.object);
    for (const key of home?.path ?? []) here = isPlain(here) ? (inside(here)[key] ??= {}) : undefined;
    return isPlain(here) ? inside(here) : undefined;
}

/** Any element of a list. */
const each = Symbol("each");

/** Fields by whose value it hangs whether something may be filled in, and a value at which it may not. */
const deciding: readonly [field: readonly (string | typeof each)[], against: unknown][] = [
    [["os"], { name: "windows" }],
    [["os", "name"], "windows"],
    [["securityContext", "privileged"], true],
    [["securityContext", "capabilities"], { add: ["CAP_SYS_ADMIN"] }],
    [["securityContext", "capabilities", "add"], ["CAP_SYS_ADMIN"]],
    [["securityContext", "capabilities", "add", each], "CAP_SYS_ADMIN"],
];

/** A deciding field that is only known later, and where the object is that it is of. */
interface Decider {
    deferred: Deferred;
    against: unknown;
    base: Place;
}

function decidersIn(tree: object): Decider[] {
    const found: Decider[] = [];
    closed(tree, tree, (deferred, _, place) => {
        const keys = place.map((key) => (typeof key === "number" ? each : key));
        const [field, against] = deciding.find(([it]) => isDeepStrictEqual(keys.slice(-it.length), it)) ?? [];
        if (field !== undefined) found.push({ deferred, against, base: place.slice(0, -field.length) });
        return deferred;
    });
    return found;
}

/** What is in both, and what is in the first alone as it is chosen. */
function chosen(first: unknown, second: unknown, choose: (place: Place) => unknown, place: Place = []): unknown {
    if (Array.isArray(first) && Array.isArray(second)) {
        const others = second as unknown[];
        return first.map((value, index) => chosen(value, others[index], choose, [...place, index]));
    }
    if (!isPlain(first) || !isPlain(second)) return first;
    const fields = Object.entries(first).map(([key, value]) => {
        const both = isAbsent(value) || !isAbsent(second[key]);
        const here = [...place, key];
        return [key, both ? chosen(value, second[key], choose, here) : choose(here)] as const;
    });
    return Object.fromEntries(fields);
}
