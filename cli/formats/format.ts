import { isAbsolute, relative, resolve } from "node:path";
import type { Severity } from "hardened-containers-policies/control";
import type { Judgement } from "../judgement";

/** What a report shows, and how it is asked for. */
export interface Shown extends Judgement {
    failOn?: Severity;
}

/** Writes a report. */
export type Format = (shown: Shown) => string;

/** Text in columns; the last one is left as long as it is. */
export function columns(rows: readonly (readonly string[])[], indent = ""): string[] {
    const widths: number[] = [];
    for (const row of rows) {
        for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
    return rows.map((row) =>
        `${indent}${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join("  ")}`.trimEnd(),
    );
}

/** The path of a file from the folder that the command runs in, if it is below that; else from the root. */
export function below(file: string): string {
    const path = relative(process.cwd(), resolve(file));
    return isAbsolute(path) || path.startsWith("..") ? resolve(file) : path;
}
