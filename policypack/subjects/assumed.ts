import type { Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { join, kubernetesObjects, namespaceOf } from "./kubernetes";
import { podsOf } from "./pod-kinds";
import { isIn, lookup, ofKind, type Stack, type StackObject } from "./stack";

/**
 * The namespaces that workloads name and the stack does not declare, each once a cluster, in the name of the first
 * workload; of their labels nothing is known. Where the name is not known yet there may be one more.
 */
export function assumedNamespaces(index: Stack): { objects: StackObject[]; unseen: Stack["unseen"] } {
    const declared = ofKind("Namespace", index).filter(({ group, partial }) => group === "" && !partial);
    const named = lookup(declared, ({ name }) => name);
    const objects = new Map<string, StackObject>();
    const unseen: Stack["unseen"] = [];
    for (const resource of index.resources) {
        for (const it of workloadsIn(resource)) {
            const name = namespaceOf(it);
            if (typeof name !== "string" || named(name).some((owner) => isIn(it, owner, index) === true)) continue;
            if (isUnknown(name)) {
                const place = `${resource.name}: ${join(it.path, "metadata.namespace")}`;
                unseen.push({ kind: "Namespace", unseen: place, urn: resource.urn, resource });
                continue;
            }
            const key = JSON.stringify([resource.provider, name]);
            const object = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: sentinels.object } };
            const found = { group: "", version: "v1", kind: "Namespace", object, path: "", partial: false };
            if (!objects.has(key)) objects.set(key, { ...found, resource, name });
        }
    }
    return { objects: [...objects.values()], unseen };
}

/** The objects of a resource that hold pods. */
function workloadsIn(resource: Resource): StackObject[] {
    const places = new Set(podsOf(resource).flatMap((pod) => ("unseen" in pod ? [] : [pod.at.object])));
    return kubernetesObjects(resource).flatMap((it) =>
        "unseen" in it || it.partial || !places.has(join(it.path, "metadata")) ? [] : [{ ...it, resource }],
    );
}
