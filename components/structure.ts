import * as pulumi from "@pulumi/pulumi";
import { isData, type Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { isDeferred, type Deferred } from "./refusal";

/** Values by the outputs that hold them, as far as they are known. */
export type Known = ReadonlyMap<unknown, unknown>;

/** Where a value is in arguments. */
export type Place = readonly (string | number)[];

/** An object whose fields are arguments; not one that is a value itself, such as an output, a resource or a file. */
export function isPlain(value: unknown): value is Data {
    return (
        isData(value) &&
        !isDeferred(value) &&
        !pulumi.Resource.isInstance(value) &&
        !pulumi.asset.Asset.isInstance(value) &&
        !pulumi.asset.Archive.isInstance(value)
    );
}

/** A deep copy of arguments, with the values of outputs that are known; other outputs stay the same. */
export function copy<T>(value: T, known: Known = new Map()): T {
    if (known.has(value)) return copy(known.get(value), known) as T;
    if (Array.isArray(value)) return value.map((each: unknown) => copy(each, known)) as T;
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copy(child, known)])) as T;
}

/** A copy of what was made from arguments, in which their outputs, whose values may have been filled, are replaced. */
export function closed(
    args: unknown,
    made: unknown,
    replace: (deferred: Deferred, made: unknown, place: Place) => unknown,
    place: Place = [],
): unknown {
    if (isDeferred(args)) return replace(args, made, place);
    if (Array.isArray(args)) {
        const elements = made as unknown[];
        return args.map((each, index) => closed(each, elements[index], replace, [...place, index]));
    }
    if (!isPlain(args)) return made;
    const fields = Object.entries(made as Data);
    return Object.fromEntries(fields.map(([key, child]) => [key, closed(args[key], child, replace, [...place, key])]));
}

/** The value at a place. */
export function at(value: unknown, place: Place): unknown {
    return place.reduce<unknown>((here, key) => (here as Data | undefined)?.[key], value);
}

/** Whether nothing is set; null is nothing to Kubernetes and to Pulumi alike. */
export function isAbsent(value: unknown): boolean {
    return value === undefined || value === null;
}

/** Sets in the target what is absent there. Lists count as one value. @returns whether anything was */
export function fillAbsent(target: Data, values: Data): boolean {
    let changed = false;
    for (const [key, value] of Object.entries(values)) {
        const present = target[key];
        if (isAbsent(present)) {
            target[key] = copy(value);
            changed = true;
        } else if (isPlain(present) && isData(value)) {
            changed = fillAbsent(inside(present), value) || changed;
        }
    }
    return changed;
}

/** The target with the values over it: objects merged, lists of named elements merged by name, the rest replaced. */
export function overridden(target: unknown, values: unknown): unknown {
    if (isDeferred(target) || isDeferred(values)) return values;
    if (isData(target) && isData(values)) {
        const keys = new Set([...Object.keys(target), ...Object.keys(values)]);
        const entries = [...keys].map((key) => [
            key,
            key in values ? overridden(target[key], values[key]) : target[key],
        ]);
        return Object.fromEntries(entries) as Data;
    }
    if (isNamedList(target) && isNamedList(values)) {
        const kept = target.map((each) => {
            const over = values.find(({ name }) => name === each.name);
            return over === undefined ? each : overridden(each, over);
        });
        return [...kept, ...values.filter(({ name }) => !target.some((each) => each.name === name))];
    }
    return values;
}

function isNamedList(value: unknown): value is { name: unknown }[] {
    return Array.isArray(value) && value.length > 0 && value.every((each) => isData(each) && "name" in each);
}

/** Arguments as the policy pack sees them. */
export interface Preview {
    data: Data;
    /** The object that one of the preview was made from. */
    original: (seen: unknown) => Data | undefined;
}

/** What stands for the value of an output; its place is there for those that say something of it. */
export type Stand = (deferred: unknown, place: Place) => unknown;

/** Arguments as the policy pack sees them at preview, where what is only known later is unknown. */
export function preview(args: object, stand: Stand = () => sentinels.string): Preview {
    const originals = new Map<unknown, Data>();
    const see = (value: unknown, place: Place): unknown => {
        if (isDeferred(value)) return stand(value, place);
        if (Array.isArray(value)) return value.map((each, index) => see(each, [...place, index]));
        if (!isData(value)) return value;
        if (!isPlain(value)) return sentinels.object;
        const object = inside(value);
        const entries = Object.entries(object).map(([key, child]) => [key, see(child, [...place, key])] as const);
        const seen = Object.fromEntries(entries.filter(([, child]) => !isAbsent(child)));
        originals.set(seen, object);
        return seen;
    };
    return { data: see(args, []) as Data, original: (seen) => originals.get(seen) };
}

/** The object itself, or the one that Pulumi has marked as secret. */
export function inside(value: Data): Data {
    return pulumi.runtime.isRpcSecret(value) && isPlain(value.value) ? value.value : value;
}
