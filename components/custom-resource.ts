import type * as pulumi from "@pulumi/pulumi";
import { isData, valueAt } from "hardened-containers-policies/resource";
import { isDeferred, refuse } from "./refusal";
import { overridden } from "./structure";

/** Annotation that makes Pulumi wait for a custom resource until its controller says that it is ready. */
export const whenReady = { "pulumi.com/waitFor": "condition=Ready" };

/** A path that an override may not set, and what to do instead. */
export type Fixed = readonly [path: string, instead: string];

const always: readonly Fixed[] = [
    ["apiVersion", "make such a resource without the component"],
    ["kind", "make such a resource without the component"],
    ["metadata.name", "set the argument name"],
    ["metadata.namespace", "set the argument namespace"],
];

/**
 * A custom resource with the user's fields over it.
 * @throws pulumi.ResourceError for a path that is fixed
 */
export function overriddenResource<T extends object>(
    component: pulumi.Resource,
    made: T,
    override: object | undefined,
    fixed: readonly Fixed[],
): T {
    if (override === undefined) return made;
    if (!isData(override) || isDeferred(override)) {
        refuse(component, "override", "is not an object: only values inside it may be outputs");
    }
    const result = overridden(made, override) as T;
    for (const [path, instead] of [...always, ...fixed]) {
        const keys = path.split(".");
        // An output above it could set it, too.
        const above = keys.slice(1).map((_, index) => valueAt(result, ...keys.slice(0, index + 1)));
        if (above.some(isDeferred) || valueAt(result, ...keys) !== valueAt(made, ...keys)) {
            refuse(component, "override", `may not set ${path}: ${instead}`);
        }
    }
    return result;
}
