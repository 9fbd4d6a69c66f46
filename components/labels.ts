import type * as pulumi from "@pulumi/pulumi";
import { labelKey, labelValue } from "./formats";
import { checked, verify } from "./refusal";

/** Labels, each key and value checked. */
export function labels(
    component: pulumi.Resource,
    argument: string,
    given: Record<string, pulumi.Input<string>> = {},
): Record<string, pulumi.Input<string>> {
    const entries = Object.entries(annotations(component, argument, given) ?? {});
    return Object.fromEntries(
        entries.map(([key, value]) => [key, checked(component, `${argument}.${key}`, value, labelValue)]),
    );
}

/** Annotations, each key checked; values are free. */
export function annotations(
    component: pulumi.Resource,
    argument: string,
    given: Record<string, pulumi.Input<string>> | undefined,
): Record<string, pulumi.Input<string>> | undefined {
    for (const key of Object.keys(given ?? {})) verify(component, argument, key, labelKey);
    return given;
}
