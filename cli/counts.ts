import type { Report } from "hardened-containers-policies/reports";
import type { Finding, Judgement } from "./judgement";

/** How many findings there are of each sort. */
export interface Counts {
    mandatory: number;
    advisory: number;
    undecided: number;
    waived: number;
    baseline: number;
}

/** A finding counts as one sort: what a waiver or the baseline covers is no longer advisory. */
export function sortOf({ kind, level }: Report): keyof Counts {
    return kind === "violation" || kind === "hygiene" ? level : kind;
}

export function countsOf(findings: readonly Finding[]): Counts {
    const counts: Counts = { mandatory: 0, advisory: 0, undecided: 0, waived: 0, baseline: 0 };
    for (const { report } of findings) counts[sortOf(report)] += 1;
    return counts;
}

/** One sentence on everything. */
export function summaryOf({ findings, resources }: Judgement): string {
    const { mandatory, advisory, undecided, waived, baseline } = countsOf(findings);
    const concerned = new Set(findings.map(({ report }) => report.urn).filter((urn) => urn !== undefined)).size;
    const judged = `${resources} resource${resources === 1 ? "" : "s"}`;
    if (findings.length === 0) return `Nothing found in ${judged}.`;
    const rest = [
        [undecided, "undecided"],
        [waived, "waived"],
        [baseline, "in the baseline"],
    ] as const;
    const more = rest.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
    return `${mandatory} mandatory and ${advisory} advisory finding${advisory === 1 ? "" : "s"}${more.join("")}, in ${concerned} of ${judged}.`;
}

/** Whose a finding is: the namespace in a cluster, or the Pulumi project. */
export function teamOf({ report, resource }: Finding): string {
    const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(report.urn ?? "") ?? [];
    const program = stack === "manifests" && project === "kubernetes" ? "" : `${project}/${stack}`;
    return [program, namespaceIn(resource)].filter((part) => part !== "").join(" ") || "-";
}

function namespaceIn(resource: Finding["resource"]): string {
    if (!resource?.type.startsWith("kubernetes:")) return "";
    const { metadata } = resource.props;
    const holder = resource.type === "kubernetes:core/v1:Namespace" ? "name" : "namespace";
    const namespace =
        typeof metadata === "object" && metadata !== null ? (Reflect.get(metadata, holder) as unknown) : "";
    return typeof namespace === "string" ? namespace : "";
}
