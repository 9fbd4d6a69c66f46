/**
 * Which values arrived with Pulumi's secret mark, by the object or list that they are in. Decoding writes the marks down
 * (sdk.ts), as the properties themselves hold plain values.
 */
const marks = new WeakMap<object, Set<string>>();

/** Notes that what is at a key is secret. */
export function mark(holder: object, key: string): void {
    const keys = marks.get(holder) ?? new Set();
    marks.set(holder, keys.add(key));
}

/** Whether what is at a key is secret, itself or as a part of something that is. */
export function isMarked(holder: object, key: string): boolean {
    return marks.get(holder)?.has(key) === true;
}

const texts = new WeakMap<object, readonly string[]>();

/** Notes the texts in the properties of a resource that arrived with the mark. */
export function markTexts(props: object, secrets: readonly string[]): void {
    texts.set(props, secrets);
}

/** The texts in the properties of a resource that arrived with the mark, which no message may hold. */
export function secretsIn(props: object): readonly string[] {
    return texts.get(props) ?? [];
}

/** What no message may hold of a value that is secret, or of a key in something that is. */
export function tellingTexts(value: unknown, key?: string): string[] {
    // A figure tells nothing.
    const isTelling = typeof value === "string" || (typeof value === "number" && Math.abs(value) > 9);
    // Keys cannot be secret but with all that they are in. One that may be a field of an API is none.
    const keys = key !== undefined && /[^a-z]/i.test(key) ? [key] : [];
    return isTelling ? [String(value), ...keys] : keys;
}

/** Gives a copy the marks of what it is a copy of. */
export function copyMarks<T extends object>(original: object, copy: T): T {
    const keys = marks.get(original);
    if (keys !== undefined) marks.set(copy, keys);
    return copy;
}
