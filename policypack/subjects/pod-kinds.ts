import { isData, valueAt, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { join, kubernetesObjects, type KubernetesObject } from "./kubernetes";
import type { ObjectMeta, PodSpec, PodSubject } from "./pods";
import type { Found, Unseen } from "./subjects";

/** The kinds of Kubernetes itself that hold pods, in whichever API version, and where the pod is in them. */
export const podKinds: Record<string, { groups: string[]; template: string[] }> = {
    Pod: { groups: [""], template: [] },
    PodTemplate: { groups: [""], template: ["template"] },
    ReplicationController: { groups: [""], template: ["spec", "template"] },
    Deployment: { groups: ["apps", "extensions"], template: ["spec", "template"] },
    ReplicaSet: { groups: ["apps", "extensions"], template: ["spec", "template"] },
    DaemonSet: { groups: ["apps", "extensions"], template: ["spec", "template"] },
    StatefulSet: { groups: ["apps"], template: ["spec", "template"] },
    Job: { groups: ["batch"], template: ["spec", "template"] },
    CronJob: { groups: ["batch"], template: ["spec", "jobTemplate", "spec", "template"] },
};

/** Where custom resources such as Argo's Rollout and Knative's Service hold a pod, if they do. */
const customTemplates = [
    ["spec", "template"],
    ["spec", "jobTemplate", "spec", "template"],
];

/** Groups whose objects hold patterns of pods, not pods. */
const patternGroups = /(^|\.)(kyverno\.io|gatekeeper\.sh|kubewarden\.io|sigstore\.dev|admissionregistration\.k8s\.io)$/;

export interface PodFound extends Found<PodSubject> {
    /** The pod as it came, for walking its lists; perhaps not known yet. */
    spec: unknown;
}

const cache = new WeakMap<Data, (PodFound | Unseen)[]>();

/** The pods of one resource, found once however many controls ask. */
export function podsOf(resource: Resource): (PodFound | Unseen)[] {
    let found = cache.get(resource.props);
    if (found === undefined) {
        found = kubernetesObjects(resource).flatMap((it): (PodFound | Unseen)[] => {
            if (!("unseen" in it)) return podIn(it);
            return it.kind === "" || Object.hasOwn(podKinds, it.kind) ? [it] : [];
        });
        cache.set(resource.props, found);
    }
    return found;
}

function podIn(it: KubernetesObject): PodFound[] {
    const known = Object.hasOwn(podKinds, it.kind) ? podKinds[it.kind] : undefined;
    if (known?.groups.includes(it.group)) return [podAt(it, known.template)];
    if (!it.group.includes(".") || patternGroups.test(it.group)) return [];
    return customTemplates
        .filter((template) => {
            const list = valueAt(it.object, ...template, "spec", "containers");
            return Array.isArray(list) || isUnknown(list);
        })
        .map((template) => podAt(it, template));
}

function podAt({ object, path, partial }: KubernetesObject, template: string[]): PodFound {
    const spec = openAt(object, [...template, "spec"]);
    const metadata = openAt(object, [...template, "metadata"]);
    const at = { pod: join(path, spec.place), metadata: join(path, metadata.place), object: join(path, "metadata") };
    // The one place where data of unknown shape gets the types of the API; a check that trips over it is a finding.
    const pod = isUnknown(spec.value) || isData(spec.value) ? spec.value : {};
    const subject = {
        pod: (isData(pod) ? withoutContainers(pod) : pod) as PodSpec,
        metadata: (metadata.value ?? {}) as ObjectMeta,
        object: object.metadata ?? {},
    };
    const homes = { pod: { object, path: [...template, "spec"] } };
    return { path: at.pod, subject, at, homes, partial, spec: pod };
}

/** Containers are subjects of their own: what is not known of one leaves the pod and the others as they are. */
function withoutContainers(spec: Data): Data {
    // Not by deleting from a copy, which makes every later look into it slow.
    return Object.fromEntries(Object.entries(spec).filter(([key]) => !containersIn.has(key)));
}

const containersIn = new Set<string>(["initContainers", "containers", "ephemeralContainers"]);

/** The value at a path and where it is; if a part of the path is not known yet, that. */
function openAt(object: Data, path: string[]): { value: unknown; place: string } {
    const parts = path.map((_, index) => path.slice(0, index + 1));
    const part = parts.find((each) => isUnknown(valueAt(object, ...each))) ?? path;
    return { value: valueAt(object, ...part), place: part.join(".") };
}
