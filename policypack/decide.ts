import { subjectOf, type Rule } from "./control";
import { isData, type Data } from "./resource";
import { candidatesOf, type Candidate, type Gap } from "./unknown";

/** How many ways of filling gaps are tried. Where there are more, fewer gaps are filled at a time. */
const limit = 256;

/**
 * Whether a judgement holds whatever the unknown values turn out to be. All gaps are absent but for some, which are
 * filled with each of their values: all combinations of as many gaps as the limit allows, and of one at least. Where it
 * allows not even that, gaps that may be the same are filled alike, so that time does not grow with their number.
 * @returns the judgement that they all come to, or else the gaps that it depends on, as many as the limit allows
 */
export function decide<S extends object, V>(
    subject: S,
    gaps: readonly Gap[],
    judge: (completion: S) => V | undefined,
): { verdict: V | undefined } | { depends: Gap[] } {
    const keyOf = (way: Way): string => way.map(({ fill, value }) => `${fill}=${value}`).join();
    const fills = fillsOf(gaps);
    const ways = waysToFill(fills);
    const verdicts = new Map(ways.map((way) => [keyOf(way), judge(filled(subject, gaps, fills, way))]));
    const [first, ...others] = verdicts.values();
    const same = (a: V | undefined, b: V | undefined): boolean => (a === undefined) === (b === undefined);
    if (others.every((other) => same(other, first))) return { verdict: first };
    // A gap matters if the judgement is another one without it.
    const mattering = new Set<number>();
    for (const way of ways) {
        const verdict = verdicts.get(keyOf(way));
        for (const { fill } of way) {
            const without = verdicts.get(keyOf(way.filter((each) => each.fill !== fill)));
            if (!same(verdict, without)) for (const gap of fills[fill]?.gaps ?? []) mattering.add(gap);
        }
    }
    return { depends: gaps.filter((_, gap) => mattering.has(gap)).slice(0, limit) };
}

/** Gaps, by number, that are filled with the same value. */
interface Fill {
    gaps: readonly number[];
    values: readonly unknown[];
}

/** Each gap by itself; or, of those that may be the same, all together and the first. */
function fillsOf(gaps: readonly Gap[]): Fill[] {
    const each = gaps.map(({ values }, gap) => ({ gaps: [gap], values }));
    if (each.reduce((sum, { values }) => sum + values.length, 1) <= limit) return each;
    const alike = new Map<readonly unknown[], number[]>();
    for (const [gap, { values }] of gaps.entries()) {
        const others = alike.get(values) ?? [];
        alike.set(values, others);
        others.push(gap);
    }
    return [...alike].flatMap(([values, all]) => {
        const together = { gaps: all, values };
        return all.length > 1 ? [together, { gaps: all.slice(0, 1), values }] : [together];
    });
}

/** What is filled, and with which of the values, by number; all other gaps are absent. */
type Way = readonly { fill: number; value: number }[];

function waysToFill(fills: readonly Fill[]): Way[] {
    // How many ways there are to fill 0, 1, 2, … of them.
    const counts = [1];
    for (const { values } of fills) {
        for (let count = counts.length; count > 0; count -= 1) {
            counts[count] = (counts[count] ?? 0) + values.length * (counts[count - 1] ?? 0);
        }
    }
    let most = 1;
    let total = 1 + (counts[1] ?? 0);
    while (most < fills.length && total + (counts[most + 1] ?? 0) <= limit) {
        most += 1;
        total += counts[most] ?? 0;
    }
    let ways: Way[] = [[]];
    for (const [fill, { values }] of fills.entries()) {
        ways = ways.flatMap((way) =>
            way.length === most ? [way] : [way, ...values.map((_, value) => [...way, { fill, value }])],
        );
    }
    return ways;
}

/** What is put where, by the keys of the paths. */
type Changes = Map<string | number, Changes | { by: unknown }>;

function filled<S extends object>(subject: S, gaps: readonly Gap[], fills: readonly Fill[], way: Way): S {
    const chosen = new Map(
        way.flatMap(({ fill, value }) => {
            const { gaps: all = [], values = [] } = fills[fill] ?? {};
            return all.map((gap) => [gap, values[value]] as const);
        }),
    );
    const changes: Changes = new Map();
    for (const [gap, { path }] of gaps.entries()) {
        let here = changes;
        for (const key of path.slice(0, -1)) {
            const known = here.get(key);
            const next = known instanceof Map ? known : (new Map() as Changes);
            here.set(key, next);
            here = next;
        }
        here.set(path.at(-1) ?? "", { by: chosen.get(gap) });
    }
    return changed(subject, changes) as S;
}

function changed(value: unknown, changes: Changes): unknown {
    const results = [...changes].map(([key, change]): [string | number, unknown] => {
        if (!(change instanceof Map)) return [key, change.by];
        return [key, changed((value as Record<string | number, unknown> | undefined)?.[key], change)];
    });
    if (Array.isArray(value)) {
        const copy: unknown[] = [...(value as unknown[])];
        for (const [key, result] of results) copy[Number(key)] = result;
        return copy.filter((each, index) => each !== undefined || !changes.has(index));
    }
    const copy: Data = isData(value) ? { ...value } : {};
    for (const [key, result] of results) {
        if (result === undefined) Reflect.deleteProperty(copy, key);
        else copy[key] = result;
    }
    return copy;
}

/** Of each rule, or of the settings that add to its examples. */
const candidates = new WeakMap<object, Map<Rule, Candidate[]>>();

/** What the unknown values of a rule's subjects may turn out to be: what its examples show, and what settings add. */
export function candidatesFor(rule: Rule, settings: object): Candidate[] {
    const key = rule.made === undefined ? rule : settings;
    const all = candidates.get(key) ?? new Map<Rule, Candidate[]>();
    candidates.set(key, all);
    const known =
        all.get(rule) ??
        candidatesOf([...[...rule.good, ...rule.bad].map(subjectOf), ...(rule.made?.(settings) ?? [])]);
    all.set(rule, known);
    return known;
}
