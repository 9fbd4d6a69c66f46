import type { Control } from "./control";
import { didYouMean } from "./nearest";
import { isData, valueAt, type Resource } from "./resource";
import type { Settings } from "./settings";
import { join, kubernetesObjects, objectsAt } from "./subjects/kubernetes";
import { podsOf } from "./subjects/pod-kinds";
import { isUnknown } from "./unknown";

/** A waiver that the platform grants. In patterns `*` stands for any text. */
export interface Grant {
    /** Id of the control. */
    control: string;
    /** Patterns of the Pulumi project and stack. */
    project?: string;
    stack?: string;
    /** Pattern of Pulumi's name of the resource, or of type and name as `kubernetes:apps/v1:Deployment::web`. */
    resource: string;
    /** Pattern of the namespace of the Kubernetes object. */
    namespace?: string;
    /** Patterns of the name and of the image of the container. */
    container?: string;
    image?: string;
    reason?: string;
    /** Last day, as `2027-03-31` (UTC). */
    until?: string;
    /** Who answers for it. */
    by?: string;
}

/** A waiver that a resource asks for, in an annotation or an AWS tag. */
export interface Request {
    control: string;
    /** Where it stands: `metadata.annotations[waive.hardened-containers/no-privileged]`. */
    path: string;
    /** Where the object that it is for is in the resource; empty where it is all of it. */
    object: string;
    /** What is written there. */
    text: string;
    reason?: string;
    until?: string;
    by?: string;
    /** Names of containers; all of them where there are none. */
    containers?: string[];
    /** What cannot be read of it. */
    fault?: string;
}
type Terms = Omit<Request, "control" | "path" | "object" | "text">;

/** Waiving the one includes the others, as the API server refuses them beside it. */
export const includes: ReadonlyMap<string, readonly string[]> = new Map([
    ["no-privileged", ["no-privilege-escalation"]],
]);

/** Annotations and tags that request a waiver start with this; the id of the control follows. */
export const requestPrefix = "waive.hardened-containers/";

/** What the annotation or tag of a request holds: only characters that an AWS tag may have. */
export function requestText({ until, by, containers, reason }: Terms): string {
    const parts = { until, by, container: containers?.join("+"), reason };
    return Object.entries(parts)
        .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
        .join(" ");
}

const part = /^(until|by|container)=(\S+)(?:\s+|$)/;

/** Reads `until=2027-03-31 by=platform container=app+sidecar reason=vendor image runs as root`. */
export function readRequest(value: string): Terms {
    const found = new Map<string, string>();
    let rest = value.trim();
    for (let match = part.exec(rest); match !== null; match = part.exec(rest)) {
        const [whole, key = "", text = ""] = match;
        if (found.has(key)) return { fault: `says ${key} twice` };
        found.set(key, text);
        rest = rest.slice(whole.length);
    }
    const reason = /^reason=(.*)$/s.exec(rest)?.[1]?.trim();
    if (rest !== "" && reason === undefined) {
        return { fault: "is not of the form until=2027-03-31 by=team container=app reason=why" };
    }
    return {
        until: found.get("until"),
        by: found.get("by"),
        containers: found.get("container")?.split("+"),
        reason: reason === "" ? undefined : reason,
    };
}

const read = new WeakMap<Resource, Request[]>();

/** The requests of a resource: in annotations of its objects and their pod templates, or in its AWS tags. */
export function requestsIn(resource: Resource): readonly Request[] {
    let found = read.get(resource);
    if (found === undefined) {
        found = [...inAnnotations(resource), ...inTags(resource)];
        read.set(resource, found);
    }
    return found;
}

function inAnnotations(resource: Resource): Request[] {
    const objects = kubernetesObjects(resource).flatMap((it) =>
        "unseen" in it
            ? []
            : inMap(valueAt(it.object, "metadata", "annotations"), join(it.path, "metadata", "annotations"), it.path),
    );
    const templates = podsOf(resource).flatMap((pod) => {
        if ("unseen" in pod || pod.at.metadata === undefined || pod.at.metadata === pod.at.object) return [];
        const place = join(pod.at.metadata, "annotations");
        return inMap(valueAt(pod.subject.metadata, "annotations"), place, objectsAt(resource, place)[0]?.path ?? "");
    });
    return [...objects, ...templates];
}

/** Its own tags, not those that its provider gives to all (`tagsAll`). */
function inTags({ type, props: { tags } }: Resource): Request[] {
    if (!type.startsWith("aws")) return [];
    if (!Array.isArray(tags)) return inMap(tags, "tags", "");
    const pairs = tags.filter(isData).map(({ key, value }) => [typeof key === "string" ? key : "", value] as const);
    return inMap(Object.fromEntries(pairs), "tags", "");
}

function inMap(holder: unknown, place: string, object: string): Request[] {
    return Object.entries(isData(holder) ? holder : {}).flatMap(([key, value]) => {
        if (!key.startsWith(requestPrefix) || typeof value !== "string" || isUnknown(value)) return [];
        const control = key.slice(requestPrefix.length);
        return [{ control, path: `${place}[${key}]`, object, text: value, ...readRequest(value) }];
    });
}

const day = 24 * 60 * 60 * 1000;

/** Days from one date to another, such as `2027-03-31`; nothing where one is none. */
export function daysBetween(from: string, to: string): number | undefined {
    const [start, end] = [from, to].map((date) => (/^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : NaN));
    const days = ((end ?? NaN) - (start ?? NaN)) / day;
    // Days that no month has are carried over to the next month by some.
    return Number.isNaN(days) || new Date(end ?? NaN).toISOString().slice(0, 10) !== to ? undefined : days;
}

/** What keeps a waiver from having any effect, whatever it is for. */
export function faultOf(
    { reason, until }: Pick<Grant, "reason" | "until">,
    { today, maxWaiverDays }: { today: string; maxWaiverDays: number },
): string | undefined {
    if (reason === undefined || reason.trim() === "") return "says no reason";
    if (until === undefined) return "says no end (until)";
    const days = daysBetween(today, until);
    if (days === undefined) return `ends on ${JSON.stringify(until)}, which is no date of the form 2027-03-31`;
    if (days < 0) return `ended on ${until}`;
    if (days > maxWaiverDays) return `ends on ${until}, in ${days} days, and may last ${maxWaiverDays} at most`;
    return undefined;
}

/** Whether a text is of a pattern, in which `*` stands for any text. */
export function matches(pattern: string, text: string): boolean {
    const [start = "", ...others] = pattern.split("*");
    const end = others.pop();
    if (end === undefined) return pattern === text;
    if (!text.startsWith(start) || !text.endsWith(end) || text.length < start.length + end.length) return false;
    let rest = text.slice(start.length, text.length - end.length);
    return others.every((each) => {
        const found = rest.indexOf(each);
        rest = rest.slice(found + each.length);
        return found >= 0;
    });
}

/** A grant of the settings, with what keeps it from having any effect. */
export interface ReadGrant extends Grant {
    /** Where it stands: `settings.grants[0]`. */
    path: string;
    fault?: string;
}
export type Grants = readonly ReadGrant[];

/** The grants of the settings. One that is for everything has no effect. */
export function readGrants(settings: Settings, controls: readonly Control[], today: string): Grants {
    const { maxWaiverDays } = settings;
    const ids = controls.map(({ id }) => id);
    const fault = (grant: Grant): string | undefined => {
        if (!controls.some(({ id }) => id === grant.control)) {
            return `is for a control that does not exist${didYouMean(grant.control, ids)}`;
        }
        if (grant.by === undefined || grant.by.trim() === "") return "does not say who answers for it (by)";
        if (isForEverything(grant)) return "is for everything: name a project, stack, namespace, resource or image";
        return faultOf(grant, { today, maxWaiverDays });
    };
    return settings.grants.map((grant, index) => ({
        ...grant,
        path: `settings.grants[${index}]`,
        fault: fault(grant),
    }));
}

function isForEverything({ project, stack, namespace, resource, image }: Grant): boolean {
    return [project, stack, namespace, resource, image].every((each) => each === undefined || /^[*:]*$/.test(each));
}
