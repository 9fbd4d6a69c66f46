import { control } from "../../control";
import { pods } from "../../subjects/pods";

export default control({
    id: "dedicated-service-account",
    title: "Pods run as a service account of their own",
    severity: "medium",
    level: "advisory",
    why: "All pods that name no service account share the namespace's default one: what is granted to one of them is granted to all.",
    references: ["CIS Kubernetes 5.1.5", "CIS EKS 4.1.5"],
    on: pods,
    check: ({ pod }) => {
        // The API server takes the deprecated name where the other is empty.
        const name = pod.serviceAccountName || pod.serviceAccount;
        if (!name) return "names no service account, and so runs as default";
        return name === "default" ? "runs as the service account default" : undefined;
    },
    good: [
        { pod: { serviceAccountName: "web" } },
        { pod: { serviceAccount: "web" } },
        { pod: { serviceAccountName: "", serviceAccount: "web" } },
        { pod: { serviceAccountName: "web", serviceAccount: "default" } },
    ],
    bad: [
        { pod: {} },
        { pod: { serviceAccountName: "" } },
        { pod: { serviceAccountName: "default" } },
        { pod: { serviceAccount: "default" } },
        { pod: { serviceAccountName: "default", serviceAccount: "web" } },
    ],
});
