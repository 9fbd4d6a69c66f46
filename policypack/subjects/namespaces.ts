import { dataAt, valueAt, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { join, kubernetesObjects } from "./kubernetes";
import type { Found, Subjects, Unseen } from "./subjects";

export interface NamespaceSubject {
    labels: Record<string, string>;
}

/** Namespaces that a resource declares, one at a time. */
export const namespaces: Subjects<NamespaceSubject> = {
    name: "namespaces",
    scope: "resource",
    find: (resources) => resources.flatMap(namespacesOf),
    embed: ({ labels = {} }) => [namespace("example", { labels })],
};

function namespacesOf(resource: Resource): (Found<NamespaceSubject> | Unseen)[] {
    return kubernetesObjects(resource).flatMap((it): (Found<NamespaceSubject> | Unseen)[] => {
        if ("unseen" in it) return it.kind === "" || it.kind === "Namespace" ? [it] : [];
        if (it.group !== "" || it.kind !== "Namespace") return [];
        const { object, partial } = it;
        const path = join(it.path, "metadata", "labels");
        for (const part of [["metadata"], ["metadata", "labels"]]) {
            const unseen = join(it.path, ...part);
            if (isUnknown(valueAt(object, ...part))) return [{ unseen, partial }];
        }
        const labels = (dataAt(object, "metadata", "labels") ?? {}) as Record<string, string>;
        const homes = { labels: { object, path: ["metadata", "labels"] } };
        return [{ path, subject: { labels }, at: { labels: path }, homes, partial }];
    });
}

/** A Namespace resource, for examples. */
export function namespace(name: string, metadata: Data = {}): Resource {
    const props = { apiVersion: "v1", kind: "Namespace", metadata: { name, ...metadata } };
    return { type: "kubernetes:core/v1:Namespace", urn: `urn:${name}`, name, props };
}
