import type * as pulumi from "@pulumi/pulumi";
import { dataAt, isData } from "hardened-containers-policies/resource";
import { isDeferred, refuse } from "./refusal";
import { overridden } from "./structure";

/** What the component's other resources hang on, too, and the argument that sets it for all of them. */
const shared: [path: string[], argument: string][] = [
    [["metadata", "name"], "name"],
    [["metadata", "namespace"], "namespace"],
    [["spec", "selector"], "selector"],
];

/**
 * The arguments of a workload with the user's fields over them.
 * @throws pulumi.ResourceError for what would part the workload from its network policy
 */
export function withOverride<T extends object>(component: pulumi.Resource, made: T, override: unknown): T {
    if (typeof override !== "object" || override === null || isDeferred(override)) {
        refuse(component, "override", "is not an object: only values inside it may be outputs");
    }
    for (const [path, argument] of shared) {
        if (!sets(override, path)) continue;
        refuse(component, "override", `may not set ${path.join(".")}: set the argument ${argument}`);
    }
    const selected = Object.keys(dataAt(made, "spec", "selector", "matchLabels") ?? {});
    if (selected.some((key) => sets(override, ["spec", "template", "metadata", "labels", key]))) {
        refuse(component, "override", `may not set the label ${selected.join(", ")}: set the argument selector`);
    }
    return overridden(made, override) as T;
}

/** Whether values hold something at a path, or may: an output above it could be anything. */
function sets(values: unknown, [key, ...rest]: string[]): boolean {
    if (isDeferred(values)) return true;
    if (key === undefined) return values !== undefined;
    return isData(values) && Object.hasOwn(values, key) && sets(values[key], rest);
}
