import { control } from "../../control";
import { pods } from "../../subjects/pods";

const system = ["kube-system", "kube-public", "kube-node-lease"];

export default control({
    id: "no-system-namespace",
    title: "Workloads run outside the namespaces of the cluster itself",
    severity: "high",
    level: "advisory",
    why: "Admission policies and quotas commonly spare these namespaces, and their service accounts and secrets run the cluster.",
    references: ["NSA: Namespaces"],
    on: pods,
    check: ({ object: { namespace } }) =>
        namespace !== undefined && system.includes(namespace) ? `runs in ${namespace}` : undefined,
    good: [{ object: {} }, { object: { namespace: "shop" } }],
    bad: system.map((namespace) => ({ object: { namespace } })),
});
