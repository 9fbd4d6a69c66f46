import { countsOf, teamOf } from "../counts";
import { fails } from "../judgement";
import type { Format } from "./format";

/** For programs. New properties may come; those that are there stay. */
export const json: Format = ({ findings, resources, faults, notes, failOn }) => {
    const report = {
        version: 1,
        summary: { resources, ...countsOf(findings) },
        findings: findings.map((finding) => ({
            ...finding.report,
            fails: fails(finding, failOn),
            team: teamOf(finding),
            resource: finding.resource && { type: finding.resource.type, name: finding.resource.name },
            file: finding.source?.file,
            template: finding.source?.manifest?.template,
            ...finding.position,
        })),
        faults: faults.map(({ message, file, line }) => ({ message, file, line })),
        notes,
    };
    return `${JSON.stringify(report, undefined, 2)}\n`;
};
