import type { Manifest, Source } from "./source";
import { pairOf, textOf, treeOf, type Node, type Place } from "./tree";

/** Line and column, from 1. */
export interface Position {
    line: number;
    column: number;
}

/** Finds positions in one document, which is parsed for that only once. */
export type Finder = (within: Source["within"], path: string) => Position;

/**
 * What finds the positions in a document: of the key that a path ends with, or of the list element. The path is followed
 * as far as it goes, as a finding may be that something is missing.
 */
export function positionsIn({ text, line, json }: Manifest): Finder {
    // In JSON a tab is nothing but space; this YAML parser takes it for an indentation.
    const root = rootOf(json === true ? text.replaceAll("\t", " ") : text);
    const lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    return (within, path) => {
        const start = root === undefined ? 0 : startOf(text, root, within, path);
        const before = lastUpTo(lines, start);
        return { line: line + before + 1, column: start - (lines[before] ?? 0) + 1 };
    };
}

/** The content of a document; nothing where it is nested too deeply for this parser, so that its beginning must do. */
function rootOf(text: string): Node | undefined {
    try {
        return treeOf(text);
    } catch {
        return undefined;
    }
}

function startOf(text: string, root: Node, within: Source["within"], path: string): number {
    let here: Place = { start: root.start, value: root };
    for (const key of within) {
        const { value } = here;
        const found = typeof key === "number" ? elementAt(value, key) : pairOf(value, key);
        here = found ?? here;
    }
    let rest = path;
    for (let next = step(text, here.value, rest); next !== undefined; next = step(text, here.value, rest)) {
        [here, rest] = next;
    }
    return here.start;
}

function elementAt({ items }: Node, index: number): Place | undefined {
    const value = items?.[index];
    return value && { start: value.start, value };
}

/** What the first part of a path leads to, a key or a list element's name or number in brackets, and the rest of it. */
function step(text: string, node: Node, path: string): [Place, string] | undefined {
    for (const [index, value] of node.items?.entries() ?? []) {
        const name = textOf(text, pairOf(value, "name")?.value);
        const inner = pairOf(value, "metadata")?.value;
        const label = name ?? (inner && textOf(text, pairOf(inner, "name")?.value)) ?? String(index);
        const found = [label, String(index)].map((each) => `[${each}]`).find((each) => path.startsWith(each));
        if (found !== undefined) return [{ start: value.start, value }, path.slice(found.length)];
    }
    // Keys may hold dots, and stand in brackets for that: the longest one that is there.
    const bracketed = /^\[([^\]]*)\]/.exec(path);
    const named = bracketed && pairOf(node, bracketed[1] ?? "");
    if (named) return [named, path.slice(bracketed[0].length)];
    const rest = path.replace(/^\./, "");
    const ends = [...rest.matchAll(/[.[]|$/g)].map(({ index }) => index).reverse();
    for (const end of ends) {
        const found = end === 0 ? undefined : pairOf(node, rest.slice(0, end));
        if (found !== undefined) return [found, rest.slice(end)];
    }
    return undefined;
}

/** The index of the last of some ascending numbers that is not greater than another one. */
function lastUpTo(numbers: readonly number[], limit: number): number {
    let [low, high] = [0, numbers.length];
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((numbers[middle] ?? 0) <= limit) low = middle;
        else high = middle;
    }
    return low;
}
