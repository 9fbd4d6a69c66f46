import { control } from "../../control";
import { matches } from "../../grants";
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
    settings: {
        namespaces: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [] as string[],
            description: "Further namespaces of the platform, such as `istio-system`; `*` stands for any text.",
        },
    },
    check: ({ object: { namespace } }, { settings: { namespaces } }) =>
        namespace !== undefined && [...system, ...namespaces].some((pattern) => matches(pattern, namespace))
            ? `runs in ${namespace}`
            : undefined,
    good: [
        { object: {} },
        { object: { namespace: "shop" } },
        { settings: { namespaces: ["istio-*"] }, object: { namespace: "shop-istio" } },
    ],
    bad: [
        ...system.map((namespace) => ({ object: { namespace } })),
        { settings: { namespaces: ["istio-*"] }, object: { namespace: "istio-system" } },
    ],
});
