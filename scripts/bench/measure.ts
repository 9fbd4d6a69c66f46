/** Medians of several ways to do something, done in turns, so that what else the machine does hits all of them. */

/** The median of the measurements and their quartiles. */
export interface Spread {
    median: number;
    from: number;
    to: number;
}

/** What is compared, each in a column of its own. */
export type Contestant = "no pack" | "one rule" | "60 rules" | "this pack" | "kube-score";

export type Results = Partial<Record<Contestant, Spread>>;

export interface Row {
    what: string;
    unit: "ms" | "MB" | "a second";
    results: Results;
    /** What this pack must reach: at most, or at least, so many times another one's figure, or a figure of its own. */
    target?: { most?: number; least?: number; times?: Contestant };
}

export function spreadOf(values: readonly number[]): Spread {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? NaN;
    return { median: at(0.5), from: at(0.25), to: at(0.75) };
}

export type Way = () => Promise<number> | number;

/** Does all the ways so many times, in turns; each says what it has measured. */
export async function inTurns(rounds: number, ways: Partial<Record<Contestant, Way>>): Promise<Results> {
    const entries = Object.entries(ways) as [Contestant, Way][];
    const measured = entries.map(([name, way]) => ({ name, way, values: [] as number[] }));
    for (let round = 0; round < rounds; round += 1) {
        for (const { way, values } of measured) values.push(await way());
    }
    return Object.fromEntries(measured.map(({ name, values }) => [name, spreadOf(values)]));
}

/** Milliseconds that something takes. */
export async function timed(work: () => unknown): Promise<number> {
    const started = performance.now();
    await work();
    return performance.now() - started;
}

/** This pack's figure over the one that it is measured against, and whether that will do; nothing without a target. */
export function verdictOf({ results, target }: Row): { ratio: number; met: boolean } | undefined {
    const mine = results["this pack"]?.median;
    if (target === undefined || mine === undefined) return undefined;
    const theirs = target.times === undefined ? 1 : results[target.times]?.median;
    if (theirs === undefined) return undefined;
    const ratio = mine / theirs;
    return { ratio, met: ratio <= (target.most ?? Infinity) && ratio >= (target.least ?? 0) };
}
