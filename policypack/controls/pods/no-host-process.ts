import { control } from "../../control";
import { ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const hostProcess = (value: boolean) => ({ securityContext: { windowsOptions: { hostProcess: value } } });

export default control({
    id: "no-host-process",
    title: "Windows containers are not HostProcess containers",
    severity: "critical",
    level: "mandatory",
    why: "A HostProcess container runs on the Windows node itself, with the rights of one of its accounts.",
    references: ["PSS Baseline: HostProcess", "CIS Kubernetes 5.2.10"],
    podSecurity: "baseline",
    on: podsAndContainers,
    check: (subject) =>
        ownSecurityContext(subject)?.windowsOptions?.hostProcess ? "runs as HostProcess on the node" : undefined,
    good: [
        { pod: {} },
        { pod: {}, container: {} },
        { pod: hostProcess(false) },
        { pod: {}, container: hostProcess(false) },
    ],
    bad: [
        { pod: hostProcess(true) },
        { pod: {}, container: hostProcess(true) },
        { pod: { ...hostProcess(true), containers: [hostProcess(false)] } },
    ],
});
