/** A property as the engine sends it; unknowns, secrets and assets are marked, and pass through as they are. */
export type Value = null | number | string | boolean | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

const unknowns = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** Says whether a value will be known only after an update. */
export function isUnknown(value: Value | undefined): boolean {
    return typeof value === "string" && unknowns.has(value);
}

function isSecret(value: Value | undefined): value is { value: Value } {
    return isObject(value) && value[signature] === secret;
}

export function isObject(value: Value | undefined): value is Record<string, Value> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads through secrets, to decide; what is stored stays marked. */
export function read(value: Value | undefined, ...path: string[]): Value | undefined {
    if (isSecret(value)) return read(value.value, ...path);
    const [key, ...rest] = path;
    if (key === undefined) return value;
    if (isUnknown(value)) return value;
    return isObject(value) ? read(value[key], ...rest) : undefined;
}

/** A text that is known and not empty. */
export function text(value: Value | undefined): string | undefined {
    const plain = read(value);
    return typeof plain === "string" && plain !== "" && !isUnknown(plain) ? plain : undefined;
}

/** Sets a field inside an object, which stays secret if it was, and untouched if it is unknown. */
export function extend(value: Value | undefined, fields: Properties): Value {
    if (isSecret(value)) return { [signature]: secret, value: extend(value.value, fields) };
    if (value !== undefined && value !== null && !isObject(value)) return value;
    return { ...value, ...fields };
}

/** Compares two values; a value that has become secret or unknown has changed. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
    if (Array.isArray(a) && Array.isArray(b)) {
        return a.length === b.length && a.every((item, index) => same(item, b[index]));
    }
    if (isObject(a) && isObject(b)) {
        return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
    }
    return a === b || (a === undefined && b === null) || (a === null && b === undefined);
}
