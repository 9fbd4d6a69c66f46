/** Places in the properties of resources, for tests that put something else there. */
import { copyMarks } from "hardened-containers-policies/marks";
import { isData, valueAt, type Data } from "hardened-containers-policies/resource";
import { isUnknown } from "hardened-containers-policies/unknown";

export type Key = string | number;

/** The paths of everything in data. */
export function pathsIn(value: unknown, path: Key[] = []): Key[][] {
    const children: [Key, unknown][] = Array.isArray(value)
        ? [...value.entries()]
        : isData(value)
          ? Object.entries(value)
          : [];
    return children.flatMap(([key, child]) => [[...path, key], ...pathsIn(child, [...path, key])]);
}

/** A copy with another value, or none, at a path. */
export function replaced(value: unknown, [key, ...rest]: readonly Key[], by: unknown): unknown {
    if (key === undefined) return by;
    const bare = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Data) };
    const copy = copyMarks(value as object, bare as Record<Key, unknown>);
    const child = replaced(copy[key], rest, by);
    if (child !== undefined) copy[key] = child;
    else if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
    return copy;
}

/** How people name a place: list elements by their names. */
export function written(value: unknown, path: readonly Key[]): string {
    let here = value;
    return path.reduce<string>((text, key) => {
        const list = Array.isArray(here);
        here = (here as Record<Key, unknown>)[key];
        const name = valueAt(here, "name") ?? valueAt(here, "metadata", "name");
        const label = typeof name === "string" && !isUnknown(name) ? name : String(key);
        return list ? `${text}[${label}]` : `${text}${text && "."}${String(key)}`;
    }, "");
}
