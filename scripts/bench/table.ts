import { verdictOf, type Contestant, type Row, type Spread } from "./measure";

const columns: readonly Contestant[] = ["no pack", "one rule", "60 rules", "this pack", "kube-score"];

function figure(value: number): string {
    if (value >= 100) return Math.round(value).toLocaleString("en");
    return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

/** The median, and in brackets the quartiles. */
function cell(spread: Spread | undefined): string {
    if (spread === undefined) return "";
    const { median, from, to } = spread;
    return from === to ? figure(median) : `${figure(median)} (${figure(from)}–${figure(to)})`;
}

function targetOf(row: Row): [string, string] {
    const { target } = row;
    const verdict = verdictOf(row);
    if (target === undefined || verdict === undefined) return ["", ""];
    const bound = target.most === undefined ? `at least ${target.least ?? ""}` : `at most ${target.most}`;
    const ratio = target.times === undefined ? "" : `${verdict.ratio.toFixed(2)} × ${target.times}`;
    return [ratio, `${bound}${verdict.met ? "" : ", MISSED"}`];
}

/** The rows as a table with a column for each contestant that is in one of them. */
export function table(rows: readonly Row[]): string {
    const shown = columns.filter((name) => rows.some(({ results }) => results[name] !== undefined));
    const lines = [
        ["", "unit", ...shown, "", "target"],
        ...rows.map((row) => [row.what, row.unit, ...shown.map((name) => cell(row.results[name])), ...targetOf(row)]),
    ];
    const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
    return lines
        .map((line) =>
            line
                .map((text, column) => text.padEnd(widths[column] ?? 0))
                .join("  ")
                .trimEnd(),
        )
        .join("\n");
}
