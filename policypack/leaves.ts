import { copyMarks } from "./marks";
import { isData, valueAt, type Data, type Resource } from "./resource";
import type { Found } from "./subjects/subjects";
import type { Path } from "./unknown";

/** A value to be set in the properties of a resource. What is absent on the way there, or null, becomes an object. */
export interface Leaf {
    place: Path;
    value: unknown;
}

/** The key that marks what is a value of its own, such as an asset, and no object with fields. */
export const signature = "4dabf18193072939515e22adb298388d";

/** Whether a value has fields that can be set. */
export function isOpen(value: unknown): boolean {
    return isData(value) && !(signature in value);
}

/** Where the objects and lists in properties are. */
export type Places = ReadonlyMap<unknown, Path>;

export function placesIn(value: unknown, place: Path = [], found = new Map<unknown, Path>()): Places {
    if (typeof value !== "object" || value === null) return found;
    found.set(value, place);
    for (const [key, child] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
        placesIn(child, [...place, key], found);
    }
    return found;
}

/** Where a part of a subject is, or would be if it were not absent. */
export function placeOf({ subject, homes }: Found<object>, part: string, places: Places): Path | undefined {
    const own = places.get((subject as Data)[part]);
    const home = homes?.[part];
    const base = places.get(home?.object);
    if (own !== undefined || home === undefined || base === undefined) return own;
    const steps = home.path.map((_, index) => valueAt(home.object, ...home.path.slice(0, index + 1)));
    return steps.every((step) => step === undefined || isOpen(step)) ? [...base, ...home.path] : undefined;
}

/** The resource with other values in these places; the rest of it is the same objects. */
export function withLeaves(resource: Resource, leaves: readonly Leaf[]): Resource {
    const copies = new WeakSet();
    const own = (value: unknown): Data => {
        const object = typeof value === "object" && value !== null ? value : {};
        if (copies.has(object)) return object as Data;
        const copy = copyMarks(object, Array.isArray(object) ? [...(object as unknown[])] : { ...object });
        copies.add(copy);
        return copy;
    };
    const props = own(resource.props);
    for (const { place, value } of leaves) {
        let here = props;
        for (const key of place.slice(0, -1)) here = here[key] = own(here[key]);
        here[place.at(-1) ?? ""] = value;
    }
    return { ...resource, props };
}
