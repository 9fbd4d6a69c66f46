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
    ],
    bad: [
        { labels: {} },
        { labels: { [label]: "baseline" } },
        { labels: { [label]: "privileged" } },
        { labels: { [label]: "strict" } },
        { level: "baseline", labels: { [label]: "privileged" } },
    ],
});
