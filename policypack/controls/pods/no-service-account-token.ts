import { across, control } from "../../control";
import { pods } from "../../subjects/pods";
import { podsWithServiceAccounts } from "../../subjects/service-accounts";

export default control({
    id: "no-service-account-token",
    title: "Pods mount no token of their service account",
    severity: "medium",
    level: "advisory",
    why: "The token speaks to the API server for the service account, also for whoever breaks into the container. It is mounted unless that is switched off.",
    references: ["CIS Kubernetes 5.1.6", "CIS EKS 4.1.6"],
    on: pods,
    check: ({ pod }) =>
        pod.automountServiceAccountToken === true ? "mounts the token of its service account" : undefined,
    safe: { pod: { automountServiceAccountToken: false } },
    good: [{ pod: { automountServiceAccountToken: false } }, { pod: {} }],
    bad: [{ pod: { automountServiceAccountToken: true } }],
    across: across({
        on: podsWithServiceAccounts,
        check: ({ pod, serviceAccount }) => {
            // The pod's own value comes before the service account's, and is judged above.
            if (pod.automountServiceAccountToken !== undefined) return undefined;
            return serviceAccount?.automountServiceAccountToken === false
                ? undefined
                : "does not switch off the token of its service account, nor does the service account";
        },
        good: [
            { pod: { automountServiceAccountToken: false } },
            { pod: { automountServiceAccountToken: true } },
            { pod: {}, serviceAccount: { automountServiceAccountToken: false } },
        ],
        bad: [
            { pod: {} },
            { pod: {}, serviceAccount: {} },
            { pod: {}, serviceAccount: { automountServiceAccountToken: true } },
        ],
    }),
});
