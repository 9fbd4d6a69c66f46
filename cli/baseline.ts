import { readAll, writeOutput } from "./check";
import { allMandatory, configurationOf, givenBy, type ConfigurationOptions, type Given } from "./configuration";
import { isData, listAt, type Data } from "hardened-containers-policies/resource";
import { judgeStacks } from "./judgement";
import type { Streams } from "./streams";

/** The findings that there are, by control the URNs of the resources. */
type Baseline = Map<string, Set<string>>;

/** Writes the findings of all controls as the baseline of a configuration, so that only what is new stops a deployment. */
export function baseline(
    files: readonly string[],
    options: ConfigurationOptions & { output?: string },
    streams: Streams,
): number {
    const given = givenBy(options);
    const { stacks, faults } = readAll(files);
    const judgement = judgeStacks(stacks, configurationOf(allMandatory(given)));
    const all = [...faults, ...judgement.faults];
    for (const text of [...judgement.notes, ...all.map(({ message }) => message)]) streams.error(`${text}\n`);
    // A baseline of a part of the input would let the rest block what has always been there.
    if (all.length > 0) return 2;
    const found: Baseline = new Map();
    const judged = new Set(stacks.flatMap(({ resources }) => resources.map(({ resource }) => stackOf(resource.urn))));
    const note = (policy: string, urn: string): void => {
        found.set(policy, (found.get(policy) ?? new Set()).add(urn));
    };
    for (const [policy, urns] of recorded(given)) {
        for (const urn of urns) if (!judged.has(stackOf(urn))) note(policy, urn);
    }
    for (const { report } of judgement.findings) {
        const { kind, policy, urn } = report;
        if ((kind === "violation" || kind === "baseline") && urn !== undefined) note(policy, urn);
    }
    const text = `${JSON.stringify(written(given, found), undefined, 2)}\n`;
    if (options.output === undefined) streams.out(text);
    else writeOutput(options.output, text);
    const count = [...found.values()].reduce((sum, urns) => sum + urns.size, 0);
    streams.error(`The baseline holds ${count} finding${count === 1 ? "" : "s"} of ${found.size} controls.\n`);
    return 0;
}

/** The stack that a URN is of. What is in the baseline of stacks that are not judged now stays in it. */
function stackOf(urn: string): string {
    return urn.split("::").slice(0, 2).join("::");
}

function recorded(given: Given): [string, string[]][] {
    const known = given.get("settings")?.properties.baseline;
    if (!isData(known)) return [];
    return Object.keys(known).map((policy) => [policy, listAt(known, policy).filter((urn) => typeof urn === "string")]);
}

function written(given: Given, found: Baseline): object {
    const sorted = Object.fromEntries(
        [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([policy, urns]) => [policy, [...urns].sort()]),
    );
    const properties = { ...given.get("settings")?.properties, baseline: sorted };
    const all: Given = new Map([["settings", { properties }], ...given]);
    all.set("settings", { ...given.get("settings"), properties });
    return Object.fromEntries([...all].map(([policy, each]) => [policy, entryOf(each)]));
}

/** As the file holds it: the level alone, where there is no more. */
function entryOf({ level, properties }: { level?: string; properties: Data }): unknown {
    if (Object.keys(properties).length === 0) return level;
    return { ...(level === undefined ? {} : { enforcementLevel: level }), ...properties };
}
