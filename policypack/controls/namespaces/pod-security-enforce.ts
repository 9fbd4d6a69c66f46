import { control } from "../../control";
import { namespaces } from "../../subjects/namespaces";

const label = "pod-security.kubernetes.io/enforce";

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
        return enforced === "restricted" || enforced === level
            ? undefined
            : `enforces ${enforced}, which is less than ${level}`;
    },
    safe: { labels: { [label]: "restricted" } },
    good: [{ labels: { [label]: "restricted" } }, { level: "baseline", labels: { [label]: "baseline" } }],
    bad: [
        { labels: {} },
        { labels: { [label]: "baseline" } },
        { labels: { [label]: "privileged" } },
        { level: "baseline", labels: { [label]: "privileged" } },
    ],
});
