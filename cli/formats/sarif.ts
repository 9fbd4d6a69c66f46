import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Severity } from "hardened-containers-policies/control";
import { controls, folders } from "hardened-containers-policies/controls";
import type { Report } from "hardened-containers-policies/reports";
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import { version } from "../version";
import type { Finding } from "../judgement";
import { documentationOf, linkTo } from "../pack-files";
import { below, type Format, type Shown } from "./format";

/** How many results GitHub takes; of a file with more it takes none. */
const most = 25_000;

/** By these GitHub shows a severity: 9 and above is critical, 7 high, 4 medium. */
const scores: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** SARIF 2.1.0, as GitHub's code scanning takes it. */
export const sarif: Format = (shown) => {
    const reports = new Map(shown.findings.map(({ report }) => [report.policy, report]));
    const policies = [...reports.keys()].sort();
    // Where there are too many, the most severe.
    const findings = [...shown.findings]
        .sort((a, b) => Number(scores[b.report.severity]) - Number(scores[a.report.severity]))
        .slice(0, most);
    const occurrences = new Map<string, number>();
    const log: Log = {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: "hardened",
                        semanticVersion: version,
                        informationUri: "https://github.com/hardened-containers/hardened-containers",
                        rules: [...reports].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => rule(report)),
                    },
                },
                columnKind: "utf16CodeUnits",
                invocations: [
                    {
                        executionSuccessful: shown.faults.length === 0,
                        toolExecutionNotifications: notifications(shown),
                    },
                ],
                results: findings.map((finding) => {
                    const print = fingerprint(finding);
                    const count = (occurrences.get(print) ?? 0) + 1;
                    occurrences.set(print, count);
                    return result(finding, policies.indexOf(finding.report.policy), `${print}:${count}`);
                }),
            },
        ],
    };
    return `${JSON.stringify(log, undefined, 2)}\n`;
};

function rule({ policy, title, severity }: Report): ReportingDescriptor {
    const control = controls.find(({ id }) => id === policy);
    const why = control?.why ?? title;
    const references = control?.references ?? [];
    return {
        id: policy,
        name: policy,
        shortDescription: { text: title },
        fullDescription: { text: `${title}. ${why}` },
        helpUri: linkTo(control === undefined ? "" : policy),
        help: {
            text: [`${title}. ${why}`, ...references, linkTo(policy)].join("\n"),
            markdown: documentationOf(policy) || why,
        },
        defaultConfiguration: { level: control?.level === "mandatory" ? "error" : "warning" },
        properties: {
            tags: [
                "security",
                ...Object.keys(folders).filter((folder) => folders[folder]?.some(({ id }) => id === policy)),
            ],
            precision: "very-high",
            "problem.severity": severity === "low" ? "recommendation" : severity === "medium" ? "warning" : "error",
            "security-severity": scores[severity],
        },
    };
}

function result({ report, source, position, resource }: Finding, ruleIndex: number, print: string): Result {
    const { policy, level, kind, message, urn } = report;
    const isCovered = kind === "waived" || kind === "baseline";
    return {
        ruleId: policy,
        ruleIndex,
        level: level === "mandatory" ? "error" : "warning",
        message: { text: `${report.title}: ${message}` },
        locations: [
            {
                physicalLocation: placeOf(source?.file ?? "-", position),
                ...(urn === undefined
                    ? {}
                    : {
                          logicalLocations: [
                              { name: resource?.name ?? urn, fullyQualifiedName: urn, kind: "resource" },
                          ],
                      }),
            },
        ],
        partialFingerprints: { primaryLocationLineHash: print },
        ...(isCovered
            ? {
                  suppressions: [
                      {
                          kind: "external",
                          status: "accepted",
                          justification: kind === "waived" ? "A waiver covers it." : "It is in the baseline.",
                      },
                  ],
              }
            : {}),
        properties: { kind },
    };
}

/** The file, relative where it is below the folder that the command runs in: for GitHub the top of the repository. */
function placeOf(file: string, position: Finding["position"]): PhysicalLocation {
    const region = { startLine: position?.line ?? 1, startColumn: position?.column ?? 1 };
    return { artifactLocation: artifact(file), region };
}

function artifact(file: string): { uri: string; uriBaseId?: string } {
    if (file === "-") return { uri: "stdin", uriBaseId: "%SRCROOT%" };
    const path = below(file);
    if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
    return { uri: path.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** The same for the same finding, wherever in the file it has moved to. */
function fingerprint({ report: { policy, urn = "", path }, source }: Finding): string {
    const parts = [policy, urn, path, source === undefined ? "" : artifact(source.file).uri];
    return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
}

function notifications({ faults, notes, findings }: Shown) {
    const left = findings.length - most;
    const more = left > 0 ? [`${left} more findings are left out, as GitHub takes no more than ${most}`] : [];
    return [
        ...faults.map(({ message, file, line }) => ({
            level: "error" as const,
            message: { text: message },
            ...(file === undefined
                ? {}
                : { locations: [{ physicalLocation: placeOf(file, { line: line ?? 1, column: 1 }) }] }),
        })),
        ...[...notes, ...more].map((text) => ({ level: "note" as const, message: { text } })),
    ];
}
