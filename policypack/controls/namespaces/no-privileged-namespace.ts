import { control } from "../../control";
import { namespaces } from "../../subjects/namespaces";

const label = "pod-security.kubernetes.io/enforce";

export default control({
    id: "no-privileged-namespace",
    title: "Namespaces do not enforce the level privileged",
    severity: "high",
    level: "mandatory",
    why: "The level privileged admits every pod: root on the node is one manifest away for whoever may create pods in the namespace.",
    references: ["CIS Kubernetes 5.2.1"],
    narrows: "pod-security-enforce",
    on: namespaces,
    // Where the platform says that a namespace is privileged, its label may say so, too.
    check: ({ labels }, { level }) =>
        level !== "privileged" && labels[label] === "privileged"
            ? "enforces privileged, which admits every pod"
            : undefined,
    good: [
        { labels: {} },
        { labels: { [label]: "baseline" } },
        { labels: { [label]: "restricted" } },
        { level: "privileged", labels: { [label]: "privileged" } },
    ],
    bad: [{ labels: { [label]: "privileged" } }, { level: "baseline", labels: { [label]: "privileged" } }],
});
