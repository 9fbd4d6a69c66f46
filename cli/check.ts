import { writeFileSync } from "node:fs";
import type { Severity } from "hardened-containers-policies/control";
import { allMandatory, configurationOf, givenBy, type ConfigurationOptions } from "./configuration";
import { summaryOf } from "./counts";
import { Fault, sentenceOf } from "./fault";
import { formats, type FormatName } from "./formats";
import { teams } from "./formats/teams";
import { stackOf } from "./inputs/kubernetes";
import { readInput } from "./inputs/read";
import type { Stack } from "./inputs/source";
import { fails, judgeStacks } from "./judgement";
import type { Streams } from "./streams";

export interface CheckOptions extends ConfigurationOptions {
    format: FormatName;
    output?: string;
    failOn?: Severity;
    all?: boolean;
}

/** What went well: nothing found, something found, something not done. */
export const exitCodes = { clean: 0, found: 1, fault: 2 } as const;

/** Judges files and writes a report. */
export function check(files: readonly string[], options: CheckOptions, streams: Streams): number {
    const { format, output, failOn, all = false } = options;
    const given = givenBy(options);
    const { stacks, faults } = readAll(files);
    const judgement = judgeStacks(stacks, configurationOf(all ? allMandatory(given) : given));
    judgement.faults.unshift(...faults);
    const write = all && format === "text" ? teams : formats[format];
    const report = write({ ...judgement, ...(failOn === undefined ? {} : { failOn }) });
    if (output === undefined) streams.out(report);
    else {
        writeOutput(output, report);
        streams.error(`${summaryOf(judgement)}\n`);
    }
    for (const note of judgement.notes) streams.error(`${note}\n`);
    for (const { message } of judgement.faults) streams.error(`${message}\n`);
    if (judgement.faults.length > 0) return exitCodes.fault;
    return judgement.findings.some((finding) => fails(finding, failOn)) ? exitCodes.found : exitCodes.clean;
}

/** The stacks in files: what Pulumi exported each for itself, all Kubernetes objects together. */
export function readAll(files: readonly string[]): { stacks: Stack[]; faults: Fault[] } {
    const read = [...new Set(files)].map(readInput);
    const objects = read.flatMap(({ input }) => input.objects);
    return {
        stacks: [...read.flatMap(({ input }) => input.stacks), ...(objects.length > 0 ? [stackOf(objects)] : [])],
        faults: read.flatMap(({ faults }) => faults),
    };
}

/** Writes a file that was asked for. */
export function writeOutput(file: string, text: string): void {
    try {
        writeFileSync(file, text);
    } catch (error) {
        throw new Fault(`cannot be written: ${sentenceOf(error)}`, file);
    }
}
