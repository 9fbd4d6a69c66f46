import { isData, valueAt, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { assumedNamespaces } from "./assumed";
import { kubernetesObjects, namespaceOf, type KubernetesObject, type UnseenObjects } from "./kubernetes";
import type { Assumed, Found, Subjects, Unseen } from "./subjects";

/** A Kubernetes object among the resources of a stack. */
export interface StackObject extends KubernetesObject {
    resource: Resource;
    /** `metadata.name`; nothing where it is not known. */
    name?: string;
}

/** What controls over several resources look things up in. Built once a stack. */
export interface Stack {
    resources: readonly Resource[];
    /** The resources by their types. */
    types: Map<string, Resource[]>;
    /** The objects by their kinds. */
    objects: Map<string, StackObject[]>;
    /** The resources, and the objects in them, by their URNs. */
    urns: Map<string, { resources: Resource[]; objects: StackObject[] }>;
    /** Lists that are not known yet. */
    unseen: (UnseenObjects & { resource: Resource })[];
    /** The owners that are taken as declared. */
    assume: Assumed;
}

/** The objects of a kind. */
export function ofKind(kind: string, { objects }: Stack): readonly StackObject[] {
    return objects.get(kind) ?? [];
}

/** The resources of some types. */
export function resourcesOf(types: readonly string[], index: Stack): readonly Resource[] {
    return types.flatMap((type) => index.types.get(type) ?? []);
}

/** Places where there may be objects of a kind that are not known yet. */
export function unseenOfKind(kind: string, { unseen }: Stack): Stack["unseen"] {
    return unseen.filter((it) => it.kind === "" || it.kind === kind);
}

/**
 * What finds the objects that have a key or may have it: a key that is not known yet is any key, or that of the one
 * resource that it comes from.
 */
export function lookup<T>(
    items: readonly T[],
    keyOf: (item: T) => unknown,
    sourceOf: (item: T) => Resource | undefined = () => undefined,
): (key: unknown, resource?: Resource) => readonly T[] {
    const groups = new Map<unknown, T[]>();
    for (const item of items) {
        const own = keyOf(item);
        const key = isUnknown(own) ? sourceOf(item) : own;
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        group.push(item);
    }
    return (key, resource) =>
        key === undefined || isUnknown(key)
            ? items
            : [...new Set([key, resource, undefined])].flatMap((each) => groups.get(each) ?? []);
}

const stacks = new WeakMap<readonly Resource[], Stack>();
const nothing: Assumed = new Set();

function indexOf(resources: readonly Resource[], assume = nothing): Stack {
    let index = stacks.get(resources);
    if (index?.assume !== assume) {
        index = { resources, types: new Map(), objects: new Map(), urns: new Map(), unseen: [], assume };
        for (const resource of resources) {
            const sameType = index.types.get(resource.type) ?? [];
            index.types.set(resource.type, sameType);
            sameType.push(resource);
            const sameUrn = index.urns.get(resource.urn) ?? { resources: [], objects: [] };
            index.urns.set(resource.urn, sameUrn);
            sameUrn.resources.push(resource);
            for (const it of kubernetesObjects(resource)) {
                if ("unseen" in it) {
                    const place = { unseen: `${resource.name}: ${it.unseen}`, urn: resource.urn };
                    index.unseen.push({ ...it, ...place, resource });
                    continue;
                }
                const name = valueAt(it.object, "metadata", "name");
                const known = typeof name === "string" && !isUnknown(name) ? { name } : {};
                const sameKind = index.objects.get(it.kind) ?? [];
                index.objects.set(it.kind, sameKind);
                const object = { ...it, resource, ...known };
                sameKind.push(object);
                sameUrn.objects.push(object);
            }
        }
        if (assume.has("namespaces")) {
            const { objects, unseen } = assumedNamespaces(index);
            index.objects.set("Namespace", [...ofKind("Namespace", index), ...objects]);
            index.unseen.push(...unseen);
        }
        stacks.set(resources, index);
    }
    return index;
}

/** Subjects that are found by looking at all resources of a stack. */
export function stack<S extends object>(
    name: string,
    find: (index: Stack) => (Found<S> | Unseen)[],
    embed: (subject: Partial<S>) => Resource[],
): Subjects<S> {
    return { name, scope: "stack", find: (resources, assume) => find(indexOf(resources, assume)), embed };
}

/** Whether an answer is yes, no, or not known yet (a sentinel, which the judge tries both ways). */
export type Answer = true | false | typeof sentinels.boolean;

/** Whether an object is in a namespace that the stack declares. */
export function isIn(it: StackObject, namespace: StackObject, index: Stack): Answer {
    if (it.resource.provider !== namespace.resource.provider) return false;
    const named = namespaceOf(it);
    if (!isUnknown(named)) return namespace.name === undefined ? sentinels.boolean : named === namespace.name;
    // The name is not known, but perhaps whose name it is.
    const source = sourceOf(it.resource, "metadata", "Namespace", index);
    return source === undefined ? sentinels.boolean : source.resource === namespace.resource;
}

/** The one object of a kind that a property's value comes from; nothing where there are several, or none. */
export function sourceOf(resource: Resource, property: string, kind: string, index: Stack): StackObject | undefined {
    return only(
        sourcesOf(resource, property, index).flatMap(({ objects }) => objects.filter((it) => it.kind === kind)),
    );
}

/** The one resource of some types that a property's value comes from; nothing where there are several, or none. */
export function sourceOfTypes(resource: Resource, property: string, types: object, index: Stack): Resource | undefined {
    const all = sourcesOf(resource, property, index).flatMap(({ resources }) => resources);
    return only(all.filter(({ type }) => Object.hasOwn(types, type)));
}

function sourcesOf({ propertyDependencies }: Resource, property: string, { urns }: Stack) {
    return [...new Set(propertyDependencies?.[property])].flatMap((urn) => urns.get(urn) ?? []);
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
    return others.length === 0 ? first : undefined;
}

/** Whether a label selector selects something with these labels, or a sentinel. An empty selector selects everything. */
export function selects(selector: unknown, labels: unknown): Answer {
    const wanted = valueAt(selector, "matchLabels");
    const expressions = valueAt(selector, "matchExpressions");
    const open = [selector, wanted, expressions].some(isUnknown);
    const answers: Answer[] = [
        ...Object.entries(isData(wanted) ? wanted : {}).map(([key, value]) =>
            equal(isData(labels) ? valueAt(labels, key) : labels, value),
        ),
        ...(Array.isArray(expressions) ? expressions.map((each) => meets(each, labels)) : []),
        ...(open ? [sentinels.boolean] : []),
    ];
    if (answers.includes(false)) return false;
    return answers.find((answer) => answer !== true) ?? true;
}

function equal(label: unknown, value: unknown): Answer {
    if (label === undefined) return false;
    return isUnknown(label) || isUnknown(value) ? sentinels.boolean : label === value;
}

function meets(expression: unknown, labels: unknown): Answer {
    const [key, operator, values] = ["key", "operator", "values"].map((field) => valueAt(expression, field));
    if (!isData(labels) || typeof key !== "string" || isUnknown(key)) return sentinels.boolean;
    const label = valueAt(labels, key);
    if (operator === "Exists") return label !== undefined;
    if (operator === "DoesNotExist") return label === undefined;
    if (operator !== "In" && operator !== "NotIn") return sentinels.boolean;
    if (isUnknown(label) || !Array.isArray(values) || values.some(isUnknown)) return sentinels.boolean;
    return values.includes(label) === (operator === "In");
}
