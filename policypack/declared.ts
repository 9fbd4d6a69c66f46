import { podSecurityLevels, strictest, type PodSecurityLevel } from "./control";
import { valueAt, type Resource } from "./resource";
import { kubernetesObjects, type KubernetesObject } from "./subjects/kubernetes";
import { isUnknown } from "./unknown";
import { minorVersions, newest, supported } from "./versions";

const versionLabel = "pod-security.kubernetes.io/enforce-version";
const levelLabel = "pod-security.kubernetes.io/enforce";

/**
 * What a program itself declares of the clusters: the Kubernetes versions of the EKS clusters that it creates, and the
 * Pod Security levels of its namespaces with the versions that they are pinned to. The engine shows resources in the order of their
 * registration: clusters and namespaces before what is deployed into them.
 */
export interface Declared {
    /** Takes note of a resource. */
    note: (resource: Resource) => void;
    /** The minor versions by which the pods in a resource are judged; `configured` where nothing is declared. */
    versions: (configured: readonly number[] | undefined, resource?: Resource) => readonly number[];
    /** The level that a namespace enforces, of the cluster that a resource goes to; nothing where it is not declared. */
    level: (namespace: unknown, resource: Resource) => PodSecurityLevel | undefined;
}

export function declarations(): Declared {
    /** By provider and name of the namespace; several where a patch says something else, and a pod must pass at each. */
    const pins = new Map<string, Set<number>>();
    /** By provider and name of the namespace; several where a patch says something else. */
    const levels = new Map<string, Set<PodSecurityLevel | undefined>>();
    /** By URN; nothing where the version is not known, or left to AWS. */
    const clusters = new Map<string, number[] | undefined>();

    return {
        note: (resource) => {
            const { type, urn, props } = resource;
            if (type === "aws:eks/cluster:Cluster") {
                clusters.set(urn, typeof props.version === "string" ? minorVersions(props.version) : undefined);
            }
            for (const [name, pin] of pinnedBy(resource)) {
                const key = keyOf(resource, name);
                pins.set(key, (pins.get(key) ?? new Set()).add(pin));
            }
            for (const [name, level] of levelsBy(resource)) {
                const key = keyOf(resource, name);
                levels.set(key, (levels.get(key) ?? new Set()).add(level));
            }
        },
        level: (namespace, resource) => {
            const found = levels.get(keyOf(resource, namespace));
            const known = [...(found ?? [])].filter((level) => level !== undefined);
            return known.length === found?.size ? strictest(known) : undefined;
        },
        versions: (configured, resource) => {
            const otherwise = configured ?? supported;
            if (resource === undefined) return otherwise;
            const created = clusters.size > 0 && mayRunOnCreatedCluster(resource);
            const known = created ? [...clusters.values()].flatMap((each) => each ?? otherwise) : configured;
            if (pins.size === 0) return known ?? otherwise;
            const found = namespacesOf(resource).flatMap((namespace) => {
                const pinned = pins.get(keyOf(resource, namespace));
                if (pinned === undefined) return known ?? otherwise;
                // A cluster that is older than the pinned version judges by its own.
                return [...pinned].flatMap((pin) => known?.map((version) => Math.min(version, pin)) ?? [pin]);
            });
            return found.length > 0 ? [...new Set(found)].sort((a, b) => a - b) : (known ?? otherwise);
        },
    };
}

function keyOf({ provider }: Resource, namespace: unknown): string {
    return JSON.stringify([provider, namespace]);
}

/** What the default provider deploys goes to a cluster that was there before the program ran. */
function mayRunOnCreatedCluster({ provider }: Resource): boolean {
    return provider !== undefined && !/::default(_[^:]*)?$/.test(provider);
}

/** The namespaces that a resource declares or patches, by their names. */
function namespacesIn(resource: Resource): [string, KubernetesObject][] {
    return kubernetesObjects(resource).flatMap((it): [string, KubernetesObject][] => {
        if ("unseen" in it || it.group !== "" || it.kind !== "Namespace") return [];
        const name = valueAt(it.object, "metadata", "name");
        return typeof name === "string" && !isUnknown(name) ? [[name, it]] : [];
    });
}

/** The versions that namespaces are pinned to. `latest`, or later than is known here, pins nothing. */
function pinnedBy(resource: Resource): [string, number][] {
    return namespacesIn(resource).flatMap(([name, { object }]): [string, number][] => {
        const version = valueAt(object, "metadata", "labels", versionLabel);
        const minor = typeof version === "string" ? /^v1\.(\d+)$/.exec(version)?.[1] : undefined;
        return minor !== undefined && Number(minor) <= newest ? [[name, Number(minor)]] : [];
    });
}

/** The levels that namespaces enforce, as far as they are known. Without a label that is what upstream's default is. */
function levelsBy(resource: Resource): [string, PodSecurityLevel | undefined][] {
    return namespacesIn(resource).flatMap(([name, { object, partial }]): [string, PodSecurityLevel | undefined][] => {
        const open = [[], ["labels"], ["labels", levelLabel]].some((path) =>
            isUnknown(valueAt(object, "metadata", ...path)),
        );
        const label = valueAt(object, "metadata", "labels", levelLabel);
        if (!open && label === undefined) return partial ? [] : [[name, "privileged"]];
        return [[name, podSecurityLevels.find((level) => level === label)]];
    });
}

/** The namespaces of the objects in a resource; an object without one goes into `default`. */
function namespacesOf(resource: Resource): unknown[] {
    return kubernetesObjects(resource).flatMap((it) =>
        "unseen" in it ? [] : [valueAt(it.object, "metadata", "namespace") ?? "default"],
    );
}
