import { control } from "../../control";
import { namespaces } from "../../subjects/namespaces";
import { newest } from "../../versions";

const label = "pod-security.kubernetes.io/enforce-version";
const levelLabel = "pod-security.kubernetes.io/enforce";

export default control({
    id: "pod-security-version",
    title: "Namespaces pin the version of the Pod Security level they enforce",
    severity: "medium",
    level: "advisory",
    why: "The levels change with Kubernetes: without a version an upgrade of the cluster may refuse, or admit, other pods than the day before.",
    references: [],
    narrows: "pod-security-enforce",
    on: namespaces,
    check: ({ labels }, { level }) => {
        const version = labels[label];
        // The level privileged is the same in every version.
        const enforced = labels[levelLabel] ?? "privileged";
        if (version === undefined && level === "privileged" && enforced === "privileged") return undefined;
        if (version === undefined) return `has no ${label}`;
        return /^(latest|v1\.(0|[1-9]\d*))$/.test(version)
            ? undefined
            : `has ${label}: ${version}, which the API server refuses`;
    },
    safe: { labels: { [label]: `v1.${newest}` } },
    good: [
        { labels: { [label]: "v1.35" } },
        { labels: { [label]: "latest" } },
        { level: "privileged", labels: {} },
        { level: "privileged", labels: { [levelLabel]: "privileged" } },
    ],
    bad: [
        { labels: {} },
        { labels: { [label]: "1.35" } },
        { labels: { [label]: "v1.035" } },
        { labels: { [levelLabel]: "privileged" } },
        { level: "privileged", labels: { [levelLabel]: "baseline" } },
        { level: "privileged", labels: { [label]: "1.35" } },
    ],
});
