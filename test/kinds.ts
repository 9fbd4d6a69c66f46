import noHostNamespaces from "hardened-containers-policies/controls/pods/no-host-namespaces";
import noPrivileged from "hardened-containers-policies/controls/pods/no-privileged";
import noHostPath from "hardened-containers-policies/controls/pods/no-host-path";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";

/** A kind of resource that holds pods. */
export interface Kind {
    /** `apps/v1:Deployment`. */
    kind: string;
    /** Where in it the pod's metadata and spec are; empty for the resource itself. */
    template: string;
}

const inTemplate = "spec.template";
const inJobTemplate = "spec.jobTemplate.spec.template";

export const kinds: Kind[] = [
    { kind: "core/v1:Pod", template: "" },
    { kind: "core/v1:PodTemplate", template: "template" },
    { kind: "core/v1:ReplicationController", template: inTemplate },
    { kind: "apps/v1:Deployment", template: inTemplate },
    { kind: "apps/v1:ReplicaSet", template: inTemplate },
    { kind: "apps/v1:StatefulSet", template: inTemplate },
    { kind: "apps/v1:DaemonSet", template: inTemplate },
    { kind: "batch/v1:Job", template: inTemplate },
    { kind: "batch/v1:CronJob", template: inJobTemplate },
    // Older versions, which clusters no longer serve but programs still hold.
    { kind: "apps/v1beta1:Deployment", template: inTemplate },
    { kind: "apps/v1beta2:StatefulSet", template: inTemplate },
    { kind: "extensions/v1beta1:Deployment", template: inTemplate },
    { kind: "extensions/v1beta1:ReplicaSet", template: inTemplate },
    { kind: "extensions/v1beta1:DaemonSet", template: inTemplate },
    { kind: "batch/v1beta1:CronJob", template: inJobTemplate },
    { kind: "batch/v2alpha1:CronJob", template: inJobTemplate },
    // Lists: the first word is the kind of the items, where the list's own does not say it.
    { kind: "core/v1:PodList", template: "items[web]" },
    { kind: "apps/v1:DeploymentList", template: "items[web].spec.template" },
    { kind: "core/v1:List", template: "items[web].spec.template" },
    // Custom resources.
    { kind: "argoproj.io/v1alpha1:Rollout", template: inTemplate },
    { kind: "serving.knative.dev/v1:Service", template: inTemplate },
    { kind: "example.com/v1:Nightly", template: inJobTemplate },
];

export const lists = ["initContainers", "containers", "ephemeralContainers"];

/** The resource of a kind that holds this pod. */
export function wrap({ kind, template }: Kind, pod: Data): Resource {
    const [apiVersion = "", name = ""] = kind.split(":");
    let props = pod;
    for (const key of template.split(".").reverse()) {
        if (key === "") continue;
        const item = { apiVersion: "apps/v1", kind: "Deployment", ...props };
        const metadata = { ...(props.metadata as Data | undefined), name: "web" };
        props = key === "items[web]" ? { items: [{ ...item, metadata }] } : { [key]: props };
    }
    const own = { apiVersion: apiVersion.replace("core/", ""), kind: name, metadata: { name: "web" } };
    return { type: `kubernetes:${kind}`, urn: "", name: "web", props: { ...own, ...props } };
}

/** The place of a part of a pod in a kind. */
export function placeIn({ template }: Kind, path: string): string {
    return template === "" ? path : `${template}.${path}`;
}

/** What is wrong with how faults are found in each kind and each list of containers. */
export function faultsOfKinds(): string[] {
    const good = { name: "good", image: "example.com/app:1" };
    const bad = { ...good, name: "bad", securityContext: { privileged: true } };
    const volumes = [{ name: "logs", hostPath: { path: "/var/log" } }];
    return kinds.flatMap((kind) => {
        const found = (control: Parameters<typeof judge>[0], spec: Data): string => {
            const { findings, undecided } = judge(control, wrap(kind, { spec }));
            return [...findings, ...undecided].map(({ path }) => path).join();
        };
        const expectations = [
            ...lists.map((list) => [
                found(noPrivileged, { containers: [good], [list]: [good, bad] }),
                `spec.${list}[bad]`,
            ]),
            [found(noHostNamespaces, { containers: [good], hostNetwork: true }), "spec"],
            [found(noHostPath, { containers: [good], volumes }), "spec.volumes[logs]"],
        ];
        return expectations
            .filter(([actual, path = ""]) => actual !== placeIn(kind, path))
            .map(
                ([actual = "", path = ""]) =>
                    `${kind.kind}: ${placeIn(kind, path)} is reported as ${actual || "nothing"}`,
            );
    });
}
