import { control } from "../../control";
import { onWindows } from "../../subjects/pod-traits";
import { containers } from "../../subjects/pods";

export default control({
    id: "read-only-root-filesystem",
    title: "Containers cannot write to their image's file system",
    severity: "medium",
    level: "advisory",
    why: "Where nothing can be written, an intruder can neither plant tools nor change the program.",
    references: ["NSA: Immutable container file systems"],
    on: containers,
    check: ({ container, pod }) =>
        onWindows(pod) || container.securityContext?.readOnlyRootFilesystem
            ? undefined
            : "has a writable root file system",
    safe: { container: { securityContext: { readOnlyRootFilesystem: true } } },
    good: [
        { container: { securityContext: { readOnlyRootFilesystem: true } } },
        { pod: { os: { name: "windows" } }, container: {} },
    ],
    bad: [{ container: {} }, { container: { securityContext: { readOnlyRootFilesystem: false } } }],
});
