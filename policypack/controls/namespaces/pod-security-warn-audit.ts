import { control } from "../../control";
import { namespaces } from "../../subjects/namespaces";

const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
const levels = ["privileged", "baseline", "restricted"];

export default control({
    id: "pod-security-warn-audit",
    title: "Namespaces warn of and record what their Pod Security level refuses",
    severity: "low",
    level: "advisory",
    why: "Only pods are refused: whoever creates a Deployment learns of the refusal from the warning, and the security team from the audit log.",
    references: [],
    narrows: "pod-security-enforce",
    on: namespaces,
    check: ({ labels }, { level }) => {
        const enforced = levels.indexOf(labels[label("enforce")] ?? level);
        // Where every pod is admitted, and may be, nothing is refused that somebody would have to be warned of.
        const refuses = level !== "privileged" || enforced > 0;
        const faults = ["warn", "audit"].flatMap((mode) => {
            const value = labels[label(mode)];
            if (value === undefined) return refuses ? [`has no ${label(mode)}`] : [];
            return levels.indexOf(value) < enforced ? [`has ${label(mode)}: ${value}, less than it enforces`] : [];
        });
        return faults.length > 0 ? faults.join(" and ") : undefined;
    },
    safe: { labels: { [label("warn")]: "restricted", [label("audit")]: "restricted" } },
    good: [
        { labels: { [label("warn")]: "restricted", [label("audit")]: "restricted" } },
        {
            labels: { [label("enforce")]: "baseline", [label("warn")]: "baseline", [label("audit")]: "restricted" },
        },
        { level: "baseline", labels: { [label("warn")]: "baseline", [label("audit")]: "baseline" } },
        { level: "privileged", labels: {} },
        { level: "privileged", labels: { [label("enforce")]: "privileged" } },
        {
            labels: {
                [label("enforce")]: "privileged",
                [label("warn")]: "privileged",
                [label("audit")]: "privileged",
            },
        },
    ],
    bad: [
        { labels: {} },
        { labels: { [label("enforce")]: "restricted", [label("warn")]: "restricted" } },
        {
            labels: { [label("enforce")]: "restricted", [label("warn")]: "baseline", [label("audit")]: "restricted" },
        },
        {
            labels: { [label("enforce")]: "restricted", [label("warn")]: "restricted", [label("audit")]: "privileged" },
        },
        { labels: { [label("enforce")]: "privileged" } },
        { level: "privileged", labels: { [label("enforce")]: "baseline" } },
    ],
});
