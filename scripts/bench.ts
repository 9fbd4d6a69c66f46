/**
 * Measures the policy pack beside others, in the same run. `npm run bench -- --only start,engine` measures some of it,
 * `--json` prints the figures for other programs, `--cpu` measures the
 * packs' processor time where the machine has other work.
 */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { growthOf, resourceRows, stackRows, startRows } from "./bench/analyzer";
import { checkRows } from "./bench/check";
import { busy, cpuTime, wallTime, type Clock } from "./bench/clock";
import { engineRows } from "./bench/engine";
import { judgingRows } from "./bench/judging";
import type { Row } from "./bench/measure";
import { oneRulePack, sixtyRulesPack } from "./bench/packs";
import { table } from "./bench/table";

const parts = ["start", "resource", "stack", "engine", "judging", "check"] as const;
type Part = (typeof parts)[number];

function asked(only: string | undefined): readonly Part[] {
    const names = only?.split(",") ?? parts;
    for (const name of names) {
        if (parts.every((part) => part !== name)) {
            throw new Error(`There is no ${name} to measure. There are ${parts.join(", ")}.`);
        }
    }
    return names as readonly Part[];
}

async function bench(
    wanted: readonly Part[],
    clock: Clock,
    say: (text: string) => void,
): Promise<{ rows: Row[]; notes: string[] }> {
    const [one, sixty] = [oneRulePack(), sixtyRulesPack()];
    const own = resolve(__dirname, "..", "policypack");
    const all = { "one rule": one, "60 rules": sixty, "this pack": own };
    const two = { "one rule": one, "this pack": own };
    const notes: string[] = [];
    const measures: Record<Part, () => Promise<Row[]>> = {
        start: () => startRows(all),
        resource: () => resourceRows(all, clock),
        stack: async () => {
            const rows = await stackRows(two, clock);
            const growth = growthOf(rows)?.toFixed(2) ?? "?";
            notes.push(`AnalyzeStack takes ${growth} × 4 times as long for 4,000 resources as for 1,000.`);
            return rows;
        },
        engine: () => engineRows(two),
        judging: () => judgingRows(clock),
        check: () => checkRows((what) => notes.push(`LEFT OUT: ${what}`)),
    };
    try {
        const rows: Row[] = [];
        for (const part of wanted) {
            const measured = await measures[part]();
            say(`${part}\n${table(measured)}\n`);
            rows.push(...measured);
        }
        return { rows, notes };
    } finally {
        for (const folder of [one, sixty]) rmSync(folder, { recursive: true });
    }
}

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: { cpu: { type: "boolean" }, json: { type: "boolean" }, only: { type: "string" } },
    });
    const say = (text: string): void => {
        if (values.json !== true) console.log(text);
    };
    say("Medians, in brackets the quartiles.\n");
    const { rows, notes } = await bench(asked(values.only), values.cpu === true ? cpuTime : wallTime, say);
    if (values.json === true) console.log(JSON.stringify({ rows, notes }));
    for (const note of [...notes, busy() ?? ""]) say(note);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
