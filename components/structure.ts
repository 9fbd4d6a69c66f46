import { isData, type Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { isDeferred } from "./refusal";

/** A deep copy of arguments. What is only known later stays the same Output. */
export function copy<T>(value: T): T {
    if (isDeferred(value)) return value;
    if (Array.isArray(value)) return value.map(copy) as T;
    if (!isData(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copy(child)])) as T;
}

/** Sets in the target what is absent there. Lists count as one value. */
export function fillAbsent(target: Data, values: Data): void {
    for (const [key, value] of Object.entries(values)) {
        const present = target[key];
        if (present === undefined || present === null) target[key] = copy(value);
        else if (isData(present) && !isDeferred(present) && isData(value)) fillAbsent(present, value);
    }
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

/** Arguments as the policy pack sees them at preview. */
export interface Preview {
    data: Data;
    /** The object that one of the preview was made from. */
    original: (seen: unknown) => Data | undefined;
}

/** What is deferred is unknown, unless its value is given. */
export function preview(args: object, known: ReadonlyMap<unknown, unknown> = new Map()): Preview {
    const originals = new Map<unknown, Data>();
    const see = (value: unknown): unknown => {
        if (known.has(value)) return known.get(value);
        if (isDeferred(value)) return sentinels.string;
        if (Array.isArray(value)) return value.map(see);
        if (!isData(value)) return value;
        const entries = Object.entries(value).filter(([, child]) => child !== undefined);
        const seen = Object.fromEntries(entries.map(([key, child]) => [key, see(child)]));
        originals.set(seen, value);
        return seen;
    };
    return { data: see(args) as Data, original: (seen) => originals.get(seen) };
}
