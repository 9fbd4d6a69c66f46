import { sortOf, summaryOf, teamOf, type Counts } from "../counts";
import { columns, type Format } from "./format";

const sorts: readonly (keyof Counts)[] = ["mandatory", "advisory", "undecided", "waived", "baseline"];

/** What would be blocked: by control and team, and how often. */
export const teams: Format = (shown) => {
    const counts = new Map<string, Counts>();
    for (const finding of shown.findings) {
        const { policy, severity } = finding.report;
        const key = [policy, severity, teamOf(finding)].join("\0");
        const known = counts.get(key) ?? { mandatory: 0, advisory: 0, undecided: 0, waived: 0, baseline: 0 };
        known[sortOf(finding.report)] += 1;
        counts.set(key, known);
    }
    const used = sorts.filter((sort) => sort === "mandatory" || [...counts.values()].some((each) => each[sort] > 0));
    const head = ["control", "severity", "team", ...used.map((sort) => (sort === "mandatory" ? "blocked" : sort))];
    const rows = [...counts]
        .sort(([a, first], [b, second]) => second.mandatory - first.mandatory || (a < b ? -1 : 1))
        .map(([key, each]) => [...key.split("\0"), ...used.map((sort) => String(each[sort]))]);
    const total = ["all", "", "", ...used.map((sort) => String(sum([...counts.values()].map((each) => each[sort]))))];
    return `${[...(rows.length > 0 ? [...columns([head, ...rows, total]), ""] : []), summaryOf(shown)].join("\n")}\n`;
};

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, each) => total + each, 0);
}
