import type * as pulumi from "@pulumi/pulumi";
import { isData } from "hardened-containers-policies/resource";
import { isDeferred, refuse } from "./refusal";
import { overridden } from "./structure";

/** What the component's other resources hang on, too, and the argument that sets it for all of them. */
export type Tie = [path: string[], argument: string];

const ties: Tie[] = [
    [["metadata", "name"], "name"],
    [["metadata", "namespace"], "namespace"],
];

/**
 * The arguments of a workload with the user's fields over them.
 * @throws pulumi.ResourceError for what would part the workload from the component's other resources
 */
export function withOverride<T extends object>(
    component: pulumi.Resource,
    made: T,
    override: unknown,
    further: Tie[],
): T {
    if (typeof override !== "object" || override === null || isDeferred(override)) {
        refuse(component, "override", "is not an object: only values inside it may be outputs");
    }
    for (const [path, argument] of [...ties, ...further]) {
        if (!sets(override, path)) continue;
        const what = path.at(-2) === "labels" ? `the label ${path.at(-1) ?? ""}` : path.join(".");
        refuse(component, "override", `may not set ${what}: set the argument ${argument}`);
    }
    return overridden(made, override) as T;
}

/** Whether values hold something at a path, or may: an output above it could be anything. */
function sets(values: unknown, [key, ...rest]: string[]): boolean {
    if (isDeferred(values)) return true;
    if (key === undefined) return values !== undefined;
    return isData(values) && Object.hasOwn(values, key) && sets(values[key], rest);
}
