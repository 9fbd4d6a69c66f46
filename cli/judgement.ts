import type { Severity } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { packOf } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole, type Report } from "hardened-containers-policies/reports";
import type { Resource } from "hardened-containers-policies/resource";
import type { Configuration } from "hardened-containers-policies/settings";
import { Fault } from "./fault";
import { positionsIn, type Position } from "./inputs/positions";
import type { Manifest, Source, Sourced, Stack } from "./inputs/source";

/** What the pack says, and where that is. */
export interface Finding {
    report: Report;
    /** Nothing where it is about no resource, as the configuration is. */
    resource?: Resource;
    source?: Source;
    position?: Position;
}

/** What the pack says of stacks. */
export interface Judgement {
    findings: Finding[];
    /** How many resources were judged. */
    resources: number;
    /** What could not be judged. */
    faults: Fault[];
    /** What whoever reads the findings should know. */
    notes: string[];
}

/** Judges stacks, each for itself. */
export function judgeStacks(stacks: readonly Stack[], configuration: Configuration): Judgement {
    const all: Judgement = { findings: [], resources: 0, faults: [], notes: [] };
    const general = new Set<string>();
    for (const stack of stacks) {
        for (const finding of findingsIn(stack, configuration, all.faults)) {
            // What is wrong with the configuration is wrong for every stack, and said once.
            const { policy, urn, message } = finding.report;
            const key = `${policy}\0${message}`;
            if (urn === undefined && general.has(key)) continue;
            if (urn === undefined) general.add(key);
            all.findings.push(finding);
        }
        all.resources += stack.resources.length;
        const file = stack.resources[0]?.source.file ?? "";
        if (stack.incomplete !== undefined) {
            all.notes.push(`${file}: ${stack.incomplete}, so controls over several resources were not judged`);
        }
        if (stack.encrypted === true) {
            all.notes.push(
                `${file}: encrypted values were not judged (pulumi stack export --show-secrets decrypts them)`,
            );
        }
    }
    all.findings = inOrder(all.findings, stacks);
    return all;
}

function findingsIn({ resources, incomplete }: Stack, configuration: Configuration, faults: Fault[]): Finding[] {
    const pack = packOf(controls, configuration);
    const found: Finding[] = [];
    const byUrn = new Map(resources.map((each) => [each.resource.urn, each]));
    const judge = ({ source: { file } }: Sourced, judgeIt: () => readonly Report[]): void => {
        try {
            for (const report of judgeIt()) {
                const { resource, source } = byUrn.get(report.urn ?? "") ?? {};
                found.push({ report, resource, source });
            }
        } catch (error) {
            const kind = error instanceof Error ? error.name : "error";
            faults.push(new Fault(`something in it could not be judged (${kind}): is it nested too deeply?`, file));
        }
    };
    for (const each of resources) {
        if (each.read !== true) judge(each, () => judgeResource(pack, each.resource).reports);
    }
    const [first] = resources;
    if (first !== undefined && incomplete === undefined) {
        const whole = resources.map(({ resource }) => resource);
        judge(first, () => judgeWhole(pack, whole).reports);
    }
    return located(found);
}

/** With their positions, looked up document by document: what parsing one leaves behind is large. */
function located(findings: readonly Finding[]): Finding[] {
    const groups = new Map<Manifest | undefined, Finding[]>();
    for (const finding of findings) {
        const manifest = finding.source?.manifest;
        const group = groups.get(manifest) ?? [];
        groups.set(manifest, group);
        group.push(finding);
    }
    return [...groups].flatMap(([manifest, group]) => {
        if (manifest === undefined) return group;
        const find = positionsIn(manifest);
        return group.map((finding) => ({
            ...finding,
            position: find(finding.source?.within ?? [], finding.report.path),
        }));
    });
}

/** As they stand in the files; what is about all of them first. */
function inOrder(findings: readonly Finding[], stacks: readonly Stack[]): Finding[] {
    const files = new Map<string | undefined, number>();
    for (const { source } of stacks.flatMap(({ resources }) => resources)) {
        if (!files.has(source.file)) files.set(source.file, files.size);
    }
    const fileOf = ({ source }: Finding): number => files.get(source?.file) ?? -1;
    return [...findings].sort(
        (a, b) =>
            fileOf(a) - fileOf(b) ||
            (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
            (a.position?.column ?? 0) - (b.position?.column ?? 0),
    );
}

export const severities: readonly Severity[] = ["low", "medium", "high", "critical"];

/**
 * Whether a finding makes the command fail: one that stops a deployment or, where a severity is given, a violation that
 * is at least that severe, whatever its level.
 */
export function fails({ report: { kind, level, severity } }: Finding, failOn: Severity | undefined): boolean {
    if (kind === "waived" || kind === "baseline") return false;
    if (failOn === undefined) return level === "mandatory";
    if (kind !== "violation" && level !== "mandatory") return false;
    return severities.indexOf(severity) >= severities.indexOf(failOn);
}
