import type { types } from "@pulumi/kubernetes";
import { valueAt } from "../resource";
import { isUnknown } from "../unknown";
import { elementsOf, join } from "./kubernetes";
import { podsOf, type PodFound } from "./pod-kinds";
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

/** Subjects within pods, found by `within`. */
function inPods<S extends object>(
    name: string,
    within: (pod: PodFound) => readonly (Found<S> | Unseen)[],
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

/** The elements of a list in the pod. */
function listIn({ spec, path, partial }: PodFound, list: string): ReturnType<typeof elementsOf> {
    const elements = isUnknown(spec) ? [{ unseen: path }] : elementsOf(valueAt(spec, list), `${path}.${list}`);
    return elements.map((each) => ("unseen" in each ? { ...each, partial } : each));
}

const known = new WeakMap<PodFound, (Found<ContainerSubject> | Unseen)[]>();

/** The containers of a pod, found once for all subjects that have to do with them. */
function containersOf(pod: PodFound): readonly (Found<ContainerSubject> | Unseen)[] {
    let found = known.get(pod);
    if (found === undefined) {
        found = containerLists.flatMap((list) => listIn(pod, list).map((each) => containerIn(pod, list, each)));
        known.set(pod, found);
    }
    return found;
}

type Element = ReturnType<typeof elementsOf>[number];

function containerIn(pod: PodFound, list: ContainerList, found: Element): Found<ContainerSubject> | Unseen {
    if ("unseen" in found) return found;
    const container = found.element as Container;
    const subject = { ...pod.subject, container, list };
    const at = { ...pod.at, container: found.path };
    return { path: found.path, subject, at, homes: pod.homes, partial: pod.partial, container };
}

function volumesOf(pod: PodFound): (Found<VolumeSubject> | Unseen)[] {
    return listIn(pod, "volumes").map((found) => {
        if ("unseen" in found) return found;
        const subject = { ...pod.subject, volume: found.element as Volume };
        const at = { ...pod.at, volume: found.path };
        return { path: found.path, subject, at, homes: pod.homes, partial: pod.partial };
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
    const whole = valueAt(found.subject, part, "image");
    if (part === "volume" && isUnknown(whole)) return { unseen: join(found.path, "image"), partial: found.partial };
    return {
        path,
        subject: typeof image === "string" ? { image } : {},
        at: { image: path },
        partial: found.partial,
        container: found.container,
    };
}
