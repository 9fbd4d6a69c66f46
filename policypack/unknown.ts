import { isData, someIn, type Data } from "./resource";
import type { Found } from "./subjects/subjects";

/** What the engine sends in place of a value that is not known yet (@pulumi/policy's proxy.js; a test compares them). */
export const sentinels = {
    boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    asset: "030794c1-ac77-496b-92df-f27374a8bd58",
    archive: "e48ece36-62e2-4504-bad9-02848725956a",
    object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;
const all = new Set<unknown>(Object.values(sentinels));
const { length } = sentinels.string;

export function isUnknown(value: unknown): boolean {
    // All are of one length, which is seen faster than whether a text is in a set.
    return typeof value === "string" && value.length === length && all.has(value);
}

const scanned = new WeakMap<object, boolean>();

/**
 * Whether there is an unknown value anywhere in a subject. Remembered of the subject and of its parts, which subjects
 * share; of a subject of plain values, and below the parts, looking again costs less.
 */
export function hasUnknown(subject: object): boolean {
    const known = scanned.get(subject);
    if (known !== undefined) return known;
    const parts: unknown[] = Object.values(subject);
    const found = parts.some((part) => isUnknown(part) || (isObject(part) && partHasUnknown(part)));
    if (parts.some(isObject)) scanned.set(subject, found);
    return found;
}

function partHasUnknown(part: object): boolean {
    let found = scanned.get(part);
    if (found === undefined) {
        found = someIn(part, isUnknown);
        scanned.set(part, found);
    }
    return found;
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

export type Path = readonly (string | number)[];

/** What an unknown value may turn out to be, as far as a control's check can tell the difference. */
export interface Candidate {
    /** Keys; `*` stands for every element of a list and every key of a map with free keys. */
    pattern: readonly string[];
    values: readonly unknown[];
}

/** Maps whose keys users choose. */
const freeKeys = new Set(["annotations", "labels", "matchLabels"]);

/** The candidates that a control's own examples give, shortest pattern first. */
export function candidatesOf(examples: readonly object[]): Candidate[] {
    const found = new Map<string, { pattern: string[]; values: Map<string, unknown> }>();
    const visit = (value: unknown, pattern: string[]): void => {
        if (pattern.length > 0 && value !== undefined) {
            const key = pattern.join("\0");
            const entry = found.get(key) ?? { pattern, values: new Map<string, unknown>() };
            entry.values.set(JSON.stringify(value), value);
            found.set(key, entry);
        }
        if (Array.isArray(value)) for (const element of value) visit(element, [...pattern, "*"]);
        else if (isData(value)) {
            const free = freeKeys.has(pattern.at(-1) ?? "");
            for (const [key, child] of Object.entries(value)) {
                visit(child, [...pattern, key]);
                if (free) visit(child, [...pattern, "*"]);
            }
        }
    };
    for (const example of examples) visit(example, []);
    return [...found.values()]
        .map(({ pattern, values }) => ({ pattern, values: [...values.values()] }))
        .sort((a, b) => a.pattern.length - b.pattern.length);
}

/** A place in a subject whose value is open, with what it may be. */
export interface Gap {
    path: Path;
    values: readonly unknown[];
}

/** The gaps of a subject that a check may see; with `partial`, what is not set counts as open, too. */
export function gapsIn(subject: object, candidates: readonly Candidate[], partial: boolean): Gap[] {
    const gaps = new Map<string, Gap>();
    for (const { pattern, values } of candidates) {
        for (const path of openPaths(subject, pattern, partial)) {
            const key = path.join("\0");
            if (!gaps.has(key)) gaps.set(key, { path, values });
        }
    }
    return [...gaps.values()];
}

/** Where a pattern ends at an open value. A longer pattern below an open value adds nothing: a shorter one ends there. */
function openPaths(value: unknown, pattern: readonly string[], partial: boolean, path: Path = []): Path[] {
    const [key, ...rest] = pattern;
    if (key === undefined) {
        return isUnknown(value) || (partial && value === undefined && typeof path.at(-1) === "string") ? [path] : [];
    }
    if (Array.isArray(value)) {
        return key === "*"
            ? value.flatMap((element, index) => openPaths(element, rest, partial, [...path, index]))
            : [];
    }
    if (!isData(value)) return [];
    if (key !== "*") {
        return openPaths(Object.hasOwn(value, key) ? value[key] : undefined, rest, partial, [...path, key]);
    }
    return Object.keys(value).flatMap((each) => openPaths(value[each], rest, partial, [...path, each]));
}

/** A gap's place, as a reader of the program would say it: list elements by their names. */
export function pathOf(found: Found<object>, { path }: Gap): string {
    const keys = path.map(String);
    // The longest part of the path that the subject says the place of.
    let known = keys.length;
    while (known > 0 && found.at[keys.slice(0, known).join(".")] === undefined) known -= 1;
    let text = found.at[keys.slice(0, known).join(".")] ?? "";
    let here: unknown = found.subject;
    for (const [index, key] of path.entries()) {
        const inList = Array.isArray(here);
        here = (here as Data | undefined)?.[key];
        if (index >= known) text += inList ? `[${nameOf(here) ?? String(key)}]` : `${text && "."}${String(key)}`;
    }
    return text;
}

/** The name of a list element, where it has one that is known. */
export function nameOf(element: unknown): string | undefined {
    return isData(element) && typeof element.name === "string" && !isUnknown(element.name) ? element.name : undefined;
}
