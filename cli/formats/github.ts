import type { Finding } from "../judgement";
import { summaryOf } from "../counts";
import { below, type Format } from "./format";

/** Workflow commands, which GitHub Actions turns into annotations of the changed files. */
export const github: Format = (shown) => {
    const faults = shown.faults.map(({ message, file, line }) =>
        command(
            "error",
            { file: file === undefined || file === "-" ? undefined : below(file), line, title: "hardened" },
            message,
        ),
    );
    return [...faults, ...shown.findings.map(annotation), summaryOf(shown)].map((line) => `${line}\n`).join("");
};

function annotation({ report, source, position }: Finding): string {
    const { kind, level, severity, policy, title, message } = report;
    const covered = { waived: "waived: ", baseline: "in the baseline: " }[kind as string] ?? "";
    const file = source === undefined || source.file === "-" ? undefined : below(source.file);
    const name = covered !== "" ? "notice" : level === "mandatory" ? "error" : "warning";
    const place = file === undefined ? {} : { file, line: position?.line, col: position?.column };
    return command(name, { ...place, title: `${policy} (${severity})` }, `${covered}${title}: ${message}`);
}

function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
    const given = Object.entries(properties)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
    return `::${name} ${given.join(",")}::${escaped(message)}`;
}

function escaped(text: string): string {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
