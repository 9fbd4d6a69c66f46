import { sortOf, summaryOf } from "../counts";
import type { Finding } from "../judgement";
import { columns, type Format } from "./format";

/** For people: by file and resource, one finding a line. */
export const text: Format = (shown) => {
    const groups = new Map<string, Finding[]>();
    for (const finding of shown.findings) {
        const title = titleOf(finding);
        groups.set(title, [...(groups.get(title) ?? []), finding]);
    }
    const blocks = [...groups].map(([title, findings]) => [title, ...columns(findings.map(row), "  ")].join("\n"));
    const hint = shown.findings.length > 0 ? " hardened explain <control> says more." : "";
    return `${[...blocks, `${summaryOf(shown)}${hint}`].join("\n\n")}\n`;
};

/** The file, the template that made it, and the resource. */
function titleOf({ source, resource, report }: Finding): string {
    if (source === undefined || resource === undefined) return report.urn ?? "Configuration";
    const file = source.file === "-" ? "standard input" : source.file;
    const template = source.manifest?.template;
    const name =
        source.manifest === undefined
            ? resource.urn
            : `${kindOf(resource.type)} ${resource.urn.split("::").slice(3).join("::")}`;
    return `${file}${template === undefined ? "" : ` (${template})`}: ${name}`;
}

function kindOf(type: string): string {
    return type.replace(/^kubernetes:(?:core\/)?/, "").replace(/:([^:]+)$/, " $1");
}

function row({ report, position }: Finding): string[] {
    const { policy, severity, message, level, kind } = report;
    const sort = sortOf(report);
    const said = message.replaceAll("\n", "\n      ");
    return [
        ...(position === undefined ? [] : [`${position.line}:${position.column}`]),
        kind === "undecided" ? level : sort,
        severity,
        policy,
        said,
    ];
}
