import type * as pulumi from "@pulumi/pulumi";
import { dataAt, valueAt } from "hardened-containers-policies/resource";
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
        if (valueAt(override, ...path) === undefined) continue;
        refuse(component, "override", `may not set ${path.join(".")}: set the argument ${argument}`);
    }
    const selected = Object.keys(dataAt(made, "spec", "selector", "matchLabels") ?? {});
    const labels = dataAt(override, "spec", "template", "metadata", "labels") ?? {};
    if (selected.some((key) => key in labels)) {
        refuse(component, "override", `may not set the label ${selected.join(", ")}: set the argument selector`);
    }
    return overridden(made, override) as T;
}
