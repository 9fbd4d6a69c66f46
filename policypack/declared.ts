import { valueAt, type Resource } from "./resource";
import { kubernetesObjects } from "./subjects/kubernetes";
import { isUnknown } from "./unknown";
import { minorVersions, newest, supported } from "./versions";

const label = "pod-security.kubernetes.io/enforce-version";

/**
 * The Kubernetes versions that a program itself declares: of the EKS clusters that it creates, and in the labels by
 * which namespaces pin the version of their Pod Security level. The engine shows resources in the order of their
 * registration: clusters and namespaces before what is deployed into them.
 */
export interface Declared {
    /** Takes note of a resource. */
    note: (resource: Resource) => void;
    /** The minor versions by which the pods in a resource are judged; `configured` where nothing is declared. */
    versions: (configured: readonly number[] | undefined, resource?: Resource) => readonly number[];
}

export function declarations(): Declared {
    /** By provider and name of the namespace; several where a patch says something else, and a pod must pass at each. */
    const pins = new Map<string, Set<number>>();
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

/** Names and pinned versions of the namespaces in a resource. `latest`, or later than is known here, pins nothing. */
function pinnedBy(resource: Resource): [string, number][] {
    return kubernetesObjects(resource).flatMap((it): [string, number][] => {
        if ("unseen" in it || it.group !== "" || it.kind !== "Namespace") return [];
        const name = valueAt(it.object, "metadata", "name");
        const version = valueAt(it.object, "metadata", "labels", label);
        const minor = typeof version === "string" ? /^v1\.(\d+)$/.exec(version)?.[1] : undefined;
        return typeof name === "string" && !isUnknown(name) && minor !== undefined && Number(minor) <= newest
            ? [[name, Number(minor)]]
            : [];
    });
}

/** The namespaces of the objects in a resource; an object without one goes into `default`. */
function namespacesOf(resource: Resource): unknown[] {
    return kubernetesObjects(resource).flatMap((it) =>
        "unseen" in it ? [] : [valueAt(it.object, "metadata", "namespace") ?? "default"],
    );
}
