import { control } from "../../control";
import { pods } from "../../subjects/pods";

export default control({
    id: "no-service-links",
    title: "Pods get no environment variables for the Services of their namespace",
    severity: "low",
    level: "advisory",
    why: "The variables tell whoever breaks into a container what else there is in the namespace and where, and clash with a program's own. DNS finds Services without them.",
    references: [],
    on: pods,
    check: ({ pod }) =>
        pod.enableServiceLinks === false
            ? undefined
            : "gets the address of every Service of its namespace (enableServiceLinks)",
    safe: { pod: { enableServiceLinks: false } },
    good: [{ pod: { enableServiceLinks: false } }],
    bad: [{ pod: {} }, { pod: { enableServiceLinks: true } }],
});
