import { isData } from "./resource";

/** What stands in a message for a value that is secret. */
const instead = "[secret]";

/** Shorter parts of a secret say too little, and are too often parts of something else. */
const shortestPart = 6;

const withinWord = /(?<=[\p{L}\p{N}])(?=[\p{L}\p{N}])/uy;

/**
 * What takes values that are secret out of messages, where they stand as words of their own: whole, as what they hold if
 * they are JSON, and those of their words that have a digit. Time does not grow with the number of secrets.
 */
export function redaction(secrets: Iterable<string>): (text: string) => string {
    const index = indexOf(secrets);
    if (index.size === 0) return (text) => text;
    return (text) => {
        let result = "";
        // What is told already; from where, and up to where, the secret goes that is being left out.
        let told = 0;
        let from = 0;
        let end = 0;
        for (let at = 0; at < text.length; at += 1) {
            const length = longestAt(text, at, index);
            if (length === 0 || at + length <= end) continue;
            if (at >= end) {
                if (end > told) {
                    result += text.slice(told, from) + instead;
                    told = end;
                }
                from = at;
            }
            end = at + length;
        }
        return end > told ? result + text.slice(told, from) + instead + text.slice(end) : text;
    };
}

/** Texts by how they begin, and by length. */
type Index = Map<string, Map<number, Set<string>>>;

const beginning = 8;

function indexOf(secrets: Iterable<string>): Index {
    const index: Index = new Map();
    const add = (text: string): void => {
        if (text === "") return;
        const start = text.slice(0, beginning);
        const lengths = index.get(start) ?? new Map<number, Set<string>>();
        index.set(start, lengths);
        lengths.set(text.length, (lengths.get(text.length) ?? new Set()).add(text));
    };
    for (const secret of secrets) {
        for (const text of [secret, ...textsInJson(secret)]) {
            add(text);
            // As JSON.stringify shows it.
            add(JSON.stringify(text).slice(1, -1));
        }
        for (const [word] of secret.matchAll(/[\p{L}\p{N}]+/gu)) {
            if (word.length >= shortestPart && /\p{N}/u.test(word)) add(word);
        }
    }
    return index;
}

function textsInJson(text: string): string[] {
    if (!/^\s*[[{]/.test(text)) return [];
    const found: string[] = [];
    try {
        const left: unknown[] = [JSON.parse(text)];
        while (left.length > 0) {
            const value = left.pop();
            if (typeof value === "string") found.push(value);
            else if (Array.isArray(value)) for (const each of value as unknown[]) left.push(each);
            else if (isData(value)) for (const each of Object.values(value)) left.push(each);
        }
    } catch {
        // It only looks like JSON.
    }
    return found;
}

/** How long the longest secret is that stands at a place; 0 if none does. */
function longestAt(text: string, at: number, index: Index): number {
    let longest = 0;
    for (let start = 1; start <= beginning; start += 1) {
        for (const [length, texts] of index.get(text.slice(at, at + start)) ?? []) {
            if (length < start || length <= longest || !texts.has(text.slice(at, at + length))) continue;
            if (standsAlone(text, at, at + length)) longest = length;
        }
        if (at + start >= text.length) break;
    }
    return longest;
}

function standsAlone(text: string, from: number, to: number): boolean {
    return [from, to].every((place) => {
        withinWord.lastIndex = place;
        return !withinWord.test(text);
    });
}
