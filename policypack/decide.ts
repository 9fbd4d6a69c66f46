import { isData, type Data } from "./resource";
import type { Gap, Path } from "./unknown";

/** How many ways of filling gaps are tried. Where there are more, fewer gaps are filled at a time. */
const limit = 256;

/**
 * Whether a judgement holds whatever the unknown values turn out to be. All gaps are absent but for some, which are
 * filled with each of their values: all combinations of as many gaps as the limit allows, and of one at least.
 * @returns the judgement that they all come to, or else the gaps that it depends on
 */
export function decide<S extends object, V>(
    subject: S,
    gaps: readonly Gap[],
    judge: (completion: S) => V | undefined,
): { verdict: V | undefined } | { depends: Gap[] } {
    const keyOf = (way: Way): string => way.map(({ gap, value }) => `${gap}=${value}`).join();
    const ways = waysToFill(gaps);
    const verdicts = new Map(ways.map((way) => [keyOf(way), judge(filled(subject, gaps, way))]));
    const [first, ...others] = verdicts.values();
    const same = (a: V | undefined, b: V | undefined): boolean => (a === undefined) === (b === undefined);
    if (others.every((other) => same(other, first))) return { verdict: first };
    // A gap matters if the judgement is another one without it.
    const mattering = new Set<number>();
    for (const way of ways) {
        const verdict = verdicts.get(keyOf(way));
        for (const { gap } of way) {
            const without = verdicts.get(keyOf(way.filter((each) => each.gap !== gap)));
            if (!same(verdict, without)) mattering.add(gap);
        }
    }
    return { depends: gaps.filter((_, gap) => mattering.has(gap)) };
}

/** The gaps that are filled, and with which of their values, by number; the others are absent. */
type Way = readonly { gap: number; value: number }[];

function waysToFill(gaps: readonly Gap[]): Way[] {
    // How many ways there are to fill 0, 1, 2, … gaps.
    const counts = [1];
    for (const { values } of gaps) {
        for (let count = counts.length; count > 0; count -= 1) {
            counts[count] = (counts[count] ?? 0) + values.length * (counts[count - 1] ?? 0);
        }
    }
    let most = 1;
    let total = 1 + (counts[1] ?? 0);
    while (most < gaps.length && total + (counts[most + 1] ?? 0) <= limit) {
        most += 1;
        total += counts[most] ?? 0;
    }
    let ways: Way[] = [[]];
    for (const [gap, { values }] of gaps.entries()) {
        ways = ways.flatMap((way) =>
            way.length === most ? [way] : [way, ...values.map((_, value) => [...way, { gap, value }])],
        );
    }
    return ways;
}

function filled<S extends object>(subject: S, gaps: readonly Gap[], way: Way): S {
    const chosen = new Map(way.map(({ gap, value }) => [gap, gaps[gap]?.values[value]]));
    let result: unknown = subject;
    // From the end, so that leaving out an element does not move the places before it.
    for (const [gap, { path }] of [...gaps.entries()].reverse()) result = replaced(result, path, chosen.get(gap));
    return result as S;
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
    if (key === undefined) return by;
    if (Array.isArray(value)) {
        const copy: unknown[] = [...(value as unknown[])];
        const element = replaced(copy[Number(key)], rest, by);
        copy.splice(Number(key), 1, ...(element === undefined ? [] : [element]));
        return copy;
    }
    const copy: Data = isData(value) ? { ...value } : {};
    const child = replaced(copy[key], rest, by);
    if (child === undefined) Reflect.deleteProperty(copy, key);
    else copy[key] = child;
    return copy;
}
