import { copyMarks } from "hardened-containers-policies/marks";
import { isData } from "hardened-containers-policies/resource";

/** A copy without what is undefined, as it comes over the wire. */
export function asOnWire(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(asOnWire);
    if (!isData(value)) return value;
    const fields = Object.entries(value).flatMap(([key, it]) =>
        it === undefined ? [] : [[key, asOnWire(it)] as const],
    );
    return copyMarks(value, Object.fromEntries<unknown>(fields));
}
