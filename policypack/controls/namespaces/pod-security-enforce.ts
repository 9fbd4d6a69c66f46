import { control } from "../../control";
import { namespaces } from "../../subjects/namespaces";

const label = "pod-security.kubernetes.io/enforce";
const levels = ["privileged", "baseline", "restricted"];

export default control({
    id: "pod-security-enforce",
    title: "Namespaces enforce the Pod Security level asked for",
    severity: "high",
    level: "mandatory",
    why: "Without the label the API server admits every pod, also those that no policy pack ever sees.",
    references: ["CIS Kubernetes 5.2.1"],
    on: namespaces,
    check: ({ labels }, { level }) => {
        const enforced = labels[label];
        // The API server admits every pod where there is no label.
        if (enforced === undefined && level === "privileged") return undefined;
        if (enforced === undefined) return `has no ${label}`;
        if (!levels.includes(enforced)) return `has ${label}: ${enforced}, which the API server refuses`;
        return levels.indexOf(enforced) < levels.indexOf(level)
            ? `enforces ${enforced}, which is less than ${level}`
            : undefined;
    },
    safe: { labels: { [label]: "restricted" } },
    good: [
        { labels: { [label]: "restricted" } },
        { level: "baseline", labels: { [label]: "restricted" } },
        { level: "baseline", labels: { [label]: "baseline" } },
        { level: "privileged", labels: {} },
        { level: "privileged", labels: { [label]: "privileged" } },
        { level: "privileged", labels: { [label]: "restricted" } },
    ],
    bad: [
        { labels: {} },
        { labels: { [label]: "baseline" } },
        { labels: { [label]: "privileged" } },
        { labels: { [label]: "strict" } },
        { level: "baseline", labels: { [label]: "privileged" } },
        { level: "baseline", labels: {} },
        { level: "privileged", labels: { [label]: "none" } },
    ],
});
