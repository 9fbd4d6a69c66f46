import type { types } from "@pulumi/kubernetes";
import { dataAt, valueAt, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { elementsOf, join, kubernetesObjects, type KubernetesObject } from "./kubernetes";
import type { Found, Subjects, Unseen } from "./subjects";

/** Plain data of an API type: everything may be absent. */
type Plain<T> = T extends (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]?: Plain<T[K]> } : T;
export type PodSpec = Plain<types.output.core.v1.PodSpec>;
export type Container = NonNullable<PodSpec["containers"]>[number];
export type Volume = NonNullable<PodSpec["volumes"]>[number];
export type ObjectMeta = Plain<types.output.meta.v1.ObjectMeta>;
export type ContainerList = (typeof containerLists)[number];

/** A pod, or what pods are made from. */
export interface PodSubject {
    pod: PodSpec;
    /** The pod's own metadata: of the template, where there is one. */
    metadata: ObjectMeta;
    /** Metadata of the object that holds the pod; it says the namespace. */
    object: ObjectMeta;
}
export interface ContainerSubject extends PodSubject {
    container: Container;
    list: ContainerList;
}
/** The pod (without `container`) and each of its containers: what is set is judged where it is set. */
export interface SecuritySubject extends PodSubject {
    container?: Container;
}
export interface VolumeSubject extends PodSubject {
    volume: Volume;
}
/** An image that a container or an image volume names. */
export interface ImageSubject {
    image?: string;
}

/** Every list of containers in a pod. */
export const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;

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

interface PodFound extends Found<PodSubject> {
    /** The pod as it came, for walking its lists. */
    spec: Data;
}

const cache = new WeakMap<Data, (PodFound | Unseen)[]>();

/** The pods of one resource, found once however many controls ask. */
function podsOf(resource: Resource): (PodFound | Unseen)[] {
    let found = cache.get(resource.props);
    if (found === undefined) {
        found = kubernetesObjects(resource).flatMap((it) => ("unseen" in it ? [it] : podIn(it)));
        cache.set(resource.props, found);
    }
    return found;
}

function podIn(it: KubernetesObject): (PodFound | Unseen)[] {
    const known = podKinds[it.kind];
    if (known?.groups.includes(it.group)) return podAt(it, known.template);
    if (!it.group.includes(".") || patternGroups.test(it.group)) return [];
    return customTemplates
        .filter((template) => Array.isArray(valueAt(it.object, ...template, "spec", "containers")))
        .flatMap((template) => podAt(it, template));
}

function podAt({ object, path, partial }: KubernetesObject, template: string[]): (PodFound | Unseen)[] {
    const specPath = [...template, "spec"];
    for (let depth = 1; depth <= specPath.length; depth += 1) {
        const open = specPath.slice(0, depth);
        if (isUnknown(valueAt(object, ...open))) return [{ unseen: join(path, ...open), partial }];
    }
    const spec = dataAt(object, ...specPath) ?? {};
    const at = {
        pod: join(path, ...specPath),
        metadata: join(path, ...template, "metadata"),
        object: join(path, "metadata"),
    };
    // The one place where data of unknown shape gets the types of the API; a check that trips over it is a finding.
    const subject = {
        pod: spec,
        metadata: valueAt(object, ...template, "metadata") ?? {},
        object: object.metadata ?? {},
    };
    return [{ path: at.pod, subject, at, partial, spec }];
}

/** Subjects within pods, found by `within`. */
function inPods<S extends object>(
    name: string,
    within: (pod: PodFound) => (Found<S> | Unseen)[],
    embed: (subject: Partial<S>) => { pod: PodSpec; metadata?: ObjectMeta; object?: ObjectMeta },
): Subjects<S> {
    return {
        name,
        scope: "resource",
        find: (resources) => resources.flatMap(podsOf).flatMap((pod) => ("unseen" in pod ? [pod] : within(pod))),
        embed: (subject) => {
            const { pod, metadata = {}, object = {} } = embed(subject);
            const props = { apiVersion: "v1", kind: "Pod", metadata: { ...object, ...metadata }, spec: pod };
            return [{ type: "kubernetes:core/v1:Pod", urn: "", name: "example", props: props }];
        },
    };
}

function withContainer({ pod = {}, container }: Partial<SecuritySubject>, list: ContainerList = "containers"): PodSpec {
    return container === undefined ? pod : { ...pod, [list]: [{ name: "app", ...container }] };
}

function containersOf(pod: PodFound): (Found<ContainerSubject> | Unseen)[] {
    return containerLists.flatMap((list) =>
        elementsOf(pod.spec[list], `${pod.path}.${list}`).map((found) => {
            if ("unseen" in found) return { ...found, partial: pod.partial };
            const subject = { ...pod.subject, container: found.element as Container, list };
            return { path: found.path, subject, at: { ...pod.at, container: found.path }, partial: pod.partial };
        }),
    );
}

function volumesOf(pod: PodFound): (Found<VolumeSubject> | Unseen)[] {
    return elementsOf(pod.spec.volumes, `${pod.path}.volumes`).map((found) => {
        if ("unseen" in found) return { ...found, partial: pod.partial };
        const subject = { ...pod.subject, volume: found.element as Volume };
        return { path: found.path, subject, at: { ...pod.at, volume: found.path }, partial: pod.partial };
    });
}

export const pods: Subjects<PodSubject> = inPods(
    "pods",
    (pod) => [pod],
    ({ pod = {}, ...meta }) => ({ pod, ...meta }),
);

export const containers: Subjects<ContainerSubject> = inPods("containers", containersOf, ({ list, ...subject }) => ({
    ...subject,
    pod: withContainer(subject, list),
}));

export const podsAndContainers: Subjects<SecuritySubject> = inPods<SecuritySubject>(
    "pods and containers",
    (pod) => [pod, ...containersOf(pod)],
    (subject) => ({ ...subject, pod: withContainer(subject) }),
);

export const volumes: Subjects<VolumeSubject> = inPods("volumes", volumesOf, ({ pod, volume, ...meta }) => ({
    ...meta,
    pod: { ...pod, volumes: [{ name: "data", ...volume }] },
}));

export const images: Subjects<ImageSubject> = inPods<ImageSubject>(
    "images",
    (pod) => [
        ...containersOf(pod).map((found) => imageOf(found, "container", "image")),
        ...volumesOf(pod)
            .filter((found) => "unseen" in found || found.subject.volume.image !== undefined)
            .map((found) => imageOf(found, "volume", "image", "reference")),
    ],
    ({ image }) => ({ pod: withContainer({ container: { image } }) }),
);

function imageOf(
    found: Found<VolumeSubject | ContainerSubject> | Unseen,
    ...[part, ...field]: [string, ...string[]]
): Found<ImageSubject> | Unseen {
    if ("unseen" in found) return found;
    const image = valueAt(found.subject, part, ...field);
    const path = join(found.path, ...field);
    if (isUnknown(valueAt(found.subject, part, "image")) && part === "volume") return { unseen: path };
    return {
        path,
        subject: typeof image === "string" ? { image } : {},
        at: { image: path },
        partial: found.partial,
    };
}
