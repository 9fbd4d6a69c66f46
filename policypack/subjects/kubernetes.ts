import { copyMarks } from "../marks";
import { dataAt, isData, someIn, valueAt, type Data, type Resource } from "../resource";
import { isUnknown, nameOf } from "../unknown";
import type { Unseen } from "./subjects";

/** One Kubernetes object in a resource. */
export interface KubernetesObject {
    /** API group; empty for the core group. */
    group: string;
    version: string;
    kind: string;
    object: Data;
    /** Where the object is in the resource: empty, or `items[web]` in a list. */
    path: string;
    /** From a `…Patch` resource: server-side apply sets only what is there. */
    partial: boolean;
}

/** A place where there may be objects that are not known yet. */
export interface UnseenObjects extends Unseen {
    /** What kind they are; empty if any. */
    kind: string;
}

const token = /^kubernetes:([^:]+):([^:]+)$/;

const known = new WeakMap<Resource, (KubernetesObject | UnseenObjects)[]>();

/** The Kubernetes objects of a resource: the resource itself, or each item of a `…List`; found once. */
export function kubernetesObjects(resource: Resource): readonly (KubernetesObject | UnseenObjects)[] {
    let found = known.get(resource);
    if (found === undefined) {
        found = objectsIn(resource);
        known.set(resource, found);
    }
    return found;
}

function objectsIn(resource: Resource): (KubernetesObject | UnseenObjects)[] {
    const [, apiVersion, tokenKind] = token.exec(resource.type) ?? [];
    if (apiVersion === undefined || tokenKind === undefined) return [];
    // To Kubernetes a field that is null is absent.
    const props = withoutNulls(resource.props);
    // The SDK's patch classes name the kind that they patch.
    const partial = tokenKind.endsWith("Patch") && props.kind !== tokenKind;
    const kind = partial ? tokenKind.slice(0, -"Patch".length) : tokenKind;
    if (!kind.endsWith("List") || dataAt(props, "spec") !== undefined) {
        return [{ ...gv(apiVersion), kind, object: props, path: "", partial }];
    }
    const listed = kind.slice(0, -"List".length);
    return elementsOf(props.items, "items").map((found) => {
        if ("unseen" in found) return { ...found, kind: listed };
        const { element, path } = found;
        const item = { object: element, path, partial: false };
        if (listed !== "") return { ...gv(apiVersion), kind: listed, ...item };
        const unseen = ["apiVersion", "kind"].find((key) => isUnknown(element[key]));
        if (unseen !== undefined) return { unseen: `${path}.${unseen}`, kind: listed };
        return { ...gv(text(element.apiVersion)), kind: text(element.kind), ...item };
    });
}

/** What is no text names no kind that Kubernetes would take. */
function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** The value itself where no field in it is null, as nearly always. */
export function withoutNulls(props: Data): Data {
    const holdsNull = someIn(props, (child, parent) => child === null && !Array.isArray(parent));
    return holdsNull ? (withoutNull(props) as Data) : props;
}

function withoutNull(value: unknown): unknown {
    if (Array.isArray(value)) return copyMarks(value, value.map(withoutNull));
    if (!isData(value)) return value;
    const fields = Object.entries(value).filter(([, child]) => child !== null);
    return copyMarks(value, Object.fromEntries(fields.map(([key, child]) => [key, withoutNull(child)])));
}

const places = new WeakMap<Resource, Map<string, KubernetesObject[]>>();

/** The object of a resource that a path leads into; several, where they have the same name. */
export function objectsAt(resource: Resource, path: string): KubernetesObject[] {
    let objects = places.get(resource);
    if (objects === undefined) {
        objects = new Map();
        for (const it of kubernetesObjects(resource)) {
            if ("unseen" in it) continue;
            const sameName = objects.get(it.path) ?? [];
            objects.set(it.path, sameName);
            sameName.push(it);
        }
        places.set(resource, objects);
    }
    const beginnings = [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index));
    return [...new Set(["", ...beginnings, path])].flatMap((each) => objects.get(each) ?? []);
}

/** The namespace that an object is in or, of a namespace, its name; perhaps not known yet. */
export function namespaceOf({ group, kind, object: { metadata } }: KubernetesObject): unknown {
    if (isUnknown(metadata)) return metadata;
    const isNamespace = group === "" && kind === "Namespace";
    return isNamespace ? valueAt(metadata, "name") : (valueAt(metadata, "namespace") ?? "default");
}

/** Group and version of `apps/v1`; the core group is `core/v1` in a token and `v1` in an object. */
function gv(apiVersion: string): { group: string; version: string } {
    const [group = "", version] = apiVersion.split("/");
    if (version === undefined) return { group: "", version: group };
    return { group: group === "core" ? "" : group, version };
}

/** The elements of a list that are wanted, by name or index. What is not an object counts as an empty one. */
export function elementsOf(
    list: unknown,
    path: string,
    isWanted?: (element: Data) => boolean,
): ({ element: Data; path: string } | Unseen)[] {
    if (isUnknown(list)) return [{ unseen: path }];
    if (!Array.isArray(list)) return [];
    return list.flatMap((each: unknown, index): ({ element: Data; path: string } | Unseen)[] => {
        if (isUnknown(each)) return [{ unseen: `${path}[${index}]` }];
        const element = isData(each) ? each : {};
        if (isWanted?.(element) === false) return [];
        return [{ element, path: `${path}[${nameOf(element) ?? nameOf(element.metadata) ?? String(index)}]` }];
    });
}

/** `spec.template` and `spec`, and whichever of the two is empty left out. */
export function join(...parts: string[]): string {
    return parts.filter((part) => part !== "").join(".");
}
