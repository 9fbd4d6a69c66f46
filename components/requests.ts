import type * as pulumi from "@pulumi/pulumi";
import { faultOf, includes, requestPrefix, requestsIn, requestText } from "hardened-containers-policies/grants";
import { isData, type Data } from "hardened-containers-policies/resource";
import type { Control } from "hardened-containers-policies/control";
import { subjectOf } from "hardened-containers-policies/judge";
import { podKinds } from "hardened-containers-policies/subjects/pod-kinds";
import type { Except } from "./filling";
import { isDeferred, refuse } from "./refusal";
import { inside, isAbsent, preview } from "./structure";
import type { Waiver } from "./waivers";

/** AWS resources whose requests are in their tags; others cannot hold any. */
const tagged = new Set(["aws:ecr/repository:Repository"]);

/** Where a resource of a type says which waivers it requests: in the object and, as the API server judges pods, in these. */
export function placesOf(type: string): string[][] {
    if (tagged.has(type)) return [["tags"]];
    const [, kind] = /^kubernetes:[^:]+:([^:]+)$/.exec(type) ?? [];
    if (kind === undefined) return [];
    const template = Object.hasOwn(podKinds, kind) ? podKinds[kind]?.template : undefined;
    return [[], ...(template === undefined || template.length === 0 ? [] : [template])].map((base) => [
        ...base,
        "metadata",
        "annotations",
    ]);
}

/** Whether a control that is not judged here may be about resources of a type. */
export function concerns({ on, good, bad }: Control, type: string): boolean {
    const [example] = [...good, ...bad].flatMap((each) => on.embed(subjectOf(each)));
    return example?.type === type || (example?.type === "kubernetes:core/v1:Pod" && placesOf(type).length > 1);
}

/** How the arguments of a resource are spoken of. */
interface Speech {
    component: pulumi.Resource;
    argumentOf: (control: string, path: string) => string;
}

/** Refuses requests that were written by hand: what the component does not know of it would still refuse. */
export function refuseForeign(type: string, args: object, { component, argumentOf }: Speech): void {
    for (const place of placesOf(type)) {
        const holder = place.reduce<unknown>((here, key) => (isData(here) ? here[key] : undefined), args);
        if (!isData(holder) || isDeferred(holder)) continue;
        const key = Object.keys(inside(holder)).find((each) => each.startsWith(requestPrefix));
        if (key === undefined) continue;
        refuse(component, argumentOf("", place.join(".")), `may not set ${key}: set the argument waivers`);
    }
}

/**
 * Whether the objects in a resource request that a control is waived for a subject in them. A request that says no
 * reason, or has ended, is none.
 */
export function requestedIn(type: string, props: object): Except {
    const today = new Date().toISOString().slice(0, 10);
    const all = requestsIn({ type, urn: "", name: "", props: preview(props).data });
    const valid = all.filter(
        (each) => each.fault === undefined && faultOf(each, { today, maxWaiverDays: Infinity }) === undefined,
    );
    return (id, { path, container }) =>
        valid.some(
            ({ control, object, containers }) =>
                (control === id || includes.get(control)?.includes(id) === true) &&
                (object === "" || path.startsWith(`${object}.`)) &&
                (containers === undefined || containers.some((each) => each === container?.name)),
        );
}

/** Writes the requests into the arguments of a resource, which are the component's own copy. */
export function request(type: string, args: object, waivers: readonly Waiver[], speech: Speech): void {
    if (waivers.length === 0) return;
    for (const place of placesOf(type)) {
        const holder = place.reduce<Data>((here, key, index) => {
            if (isAbsent(here[key])) here[key] = {};
            const child = here[key];
            if (isDeferred(child) || !isData(child)) {
                const path = place.slice(0, index + 1).join(".");
                const fault = `may not set ${path} as an output: the requests of the argument waivers are put there`;
                return refuse(speech.component, speech.argumentOf("", path), fault);
            }
            return inside(child);
        }, args as Data);
        for (const waiver of waivers) {
            const text = requestText(waiver);
            const id = waiver.control.id;
            if (tagged.has(type)) verifyTag(speech.component, id, text);
            holder[requestPrefix + id] = text;
        }
    }
}

function verifyTag(component: pulumi.Resource, id: string, text: string): void {
    const argument = `waivers[${id}]`;
    const [strange] = /[^\p{L}\p{N}\p{Zs}_.:/=+\-@]/u.exec(text) ?? [];
    if (strange !== undefined) {
        const fault = `holds ${JSON.stringify(strange)}, which a tag of AWS cannot: letters, digits, spaces and _.:/=+-@`;
        refuse(component, argument, fault);
    }
    const { length } = Array.from(text);
    if (length > 256) refuse(component, argument, `makes a tag of ${length} characters, and 256 is the most`);
}
