import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Control } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { judge, type Standards } from "hardened-containers-policies/judge";
import { remedies, type RemediationOptions, type Remedy } from "hardened-containers-policies/remedies";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { decode } from "hardened-containers-policies/sdk";
import { setOnWire } from "hardened-containers-policies/wire";
import type { Path } from "hardened-containers-policies/unknown";

/** The value at a place. */
export function at(value: unknown, place: Path): unknown {
    return place.reduce<unknown>((here, key) => (here as Data | undefined)?.[key], value);
}

/** The places at which data differs, deepest first where one of the two has nothing; as `spec.containers.0.name`. */
export function differences(before: unknown, after: unknown, place: Path = []): Record<string, unknown> {
    if (typeof before === "object" && before !== null && typeof after === "object" && after !== null) {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        return Object.assign(
            {},
            ...keys.map((key) => differences((before as Data)[key], (after as Data)[key], [...place, key])),
        ) as Record<string, unknown>;
    }
    return Object.is(before, after) ? {} : { [place.join(".")]: after };
}

/** Controls that have something to set. */
export const remediable: readonly Control[] = controls.filter(({ safe, on }) => safe && on.scope === "resource");
export const podSecurity: readonly Control[] = controls.filter((control) => control.podSecurity !== undefined);

export function controlOf(id: string): Control {
    const found = controls.find((control) => control.id === id);
    if (found === undefined) throw new Error(`there is no control ${id}`);
    return found;
}

/** A resource as it comes over the wire, put right there. */
export function remedied(
    type: string,
    wire: object,
    by: readonly Control[] = remediable,
    options: RemediationOptions = {},
): { after: Data; found: readonly Remedy[] } {
    const struct = Struct.fromJavaScript(JSON.parse(JSON.stringify(wire)) as never);
    const found = remedies(by, resourceOf(type, decode(struct)), { guards: podSecurity, ...options });
    for (const { leaves } of found) for (const leaf of leaves) setOnWire(struct, leaf);
    return { after: struct.toJavaScript(), found };
}

/** What a control finds in a resource as it comes over the wire: the paths. */
export function findings(control: Control, type: string, wire: object, standards?: Standards): string[] {
    const struct = Struct.fromJavaScript(JSON.parse(JSON.stringify(wire)) as never);
    return judge(control, resourceOf(type, decode(struct)), standards).findings.map(({ path }) => path);
}

function resourceOf(type: string, props: Data): Resource {
    return { type, urn: "urn", name: "web", props };
}

export const podType = "kubernetes:core/v1:Pod";
export const pod = (spec: object, metadata: object = { name: "web" }) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec,
});
export const app = (securityContext: unknown, more: object = {}) => ({
    containers: [{ name: "app", securityContext }],
    ...more,
});
/** What is set in a resource by some controls. */
export const set = (ids: string | string[], type: string, wire: object, options: object = {}) => {
    const by = [ids].flat().map(controlOf);
    return differences(wire, remedied(type, wire, by, options).after);
};
