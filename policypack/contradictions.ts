import { isData, listAt, valueAt, type Data } from "./resource";

/** What an API refuses: values of a control's `safe` beside something that the subject has. */
interface Contradiction {
    /** Where the values are in a part of a subject. */
    values: readonly string[][];
    /** The one value that is refused; any, if there is none. */
    value?: unknown;
    /** Whether the subject, or the part of it that the values go into, has what they cannot be beside. */
    beside: (part: Data, subject: Data) => boolean;
}

const contradictions: readonly Contradiction[] = [
    // Kubernetes refuses a container that may do everything and yet may not escalate its privileges.
    {
        values: [["securityContext", "allowPrivilegeEscalation"]],
        value: false,
        beside: (container) =>
            valueAt(container, "securityContext", "privileged") === true ||
            listAt(container, "securityContext", "capabilities", "add").includes("CAP_SYS_ADMIN"),
    },
    // And on Windows pods the fields that exist on Linux only.
    {
        values: [["allowPrivilegeEscalation"], ["capabilities"], ["readOnlyRootFilesystem"], ["seccompProfile"]].map(
            (field) => ["securityContext", ...field],
        ),
        beside: (_, { pod }) => valueAt(pod, "os", "name") === "windows",
    },
    // AWS refuses exclusions from a rule that has none.
    {
        values: [["imageTagMutability"]],
        value: "IMMUTABLE",
        beside: (repository) => listAt(repository, "imageTagMutabilityExclusionFilters").length > 0,
    },
];

/** Whether an API would refuse these values in a part of a subject for what else there is. */
export function contradicts(values: Data, part: string, subject: object): boolean {
    const own = (subject as Data)[part];
    return contradictions.some(
        (it) =>
            it.values.some((path) => {
                const value = valueAt(values, ...path);
                return value !== undefined && (it.value === undefined || it.value === value);
            }) && it.beside(isData(own) ? own : {}, subject as Data),
    );
}
