import { control } from "../../control";
import { exemptInUserNamespace, ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const runAsUser = (id: number) => ({ securityContext: { runAsUser: id } });

export default control({
    id: "non-root-user",
    title: "No user ID is set to root's",
    severity: "high",
    level: "mandatory",
    why: "User ID 0 is root, on the node as in the container.",
    references: ["PSS Restricted: Running as Non-root user", "CIS Kubernetes 5.2.7"],
    podSecurity: "restricted",
    on: podsAndContainers,
    check: (subject, standard) => {
        if (!standard.since(23) || exemptInUserNamespace(subject.pod, standard)) return undefined;
        return ownSecurityContext(subject)?.runAsUser === 0 ? "runs as user 0" : undefined;
    },
    good: [
        { pod: {} },
        { pod: {}, container: {} },
        { pod: runAsUser(65532) },
        { pod: {}, container: runAsUser(65532) },
        { pod: { hostUsers: false, ...runAsUser(0) } },
        { version: 35, pod: { hostUsers: false }, container: runAsUser(0) },
        { version: 22, pod: runAsUser(0) },
    ],
    bad: [
        { pod: runAsUser(0) },
        { pod: {}, container: runAsUser(0) },
        { pod: { ...runAsUser(0), containers: [runAsUser(65532)] } },
        { version: 34, pod: { hostUsers: false }, container: runAsUser(0) },
        { version: 23, pod: runAsUser(0) },
    ],
});
