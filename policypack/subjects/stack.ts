import { dataAt, isData, valueAt, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { kubernetesObjects, namespaceOf, type KubernetesObject, type UnseenObjects } from "./kubernetes";
import type { Found, Subjects, Unseen } from "./subjects";

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
    /** Lists that are not known yet. */
    unseen: (UnseenObjects & { resource: Resource })[];
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

/** What finds the objects that have a key or may have it; a key that is not known yet is any key. */
export function lookup<T>(items: readonly T[], keyOf: (item: T) => unknown): (key: unknown) => readonly T[] {
    const groups = new Map<unknown, T[]>();
    for (const item of items) {
        const own = keyOf(item);
        const key = isUnknown(own) ? undefined : own;
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        group.push(item);
    }
    return (key) =>
        key === undefined || isUnknown(key) ? items : [...(groups.get(key) ?? []), ...(groups.get(undefined) ?? [])];
}

const stacks = new WeakMap<readonly Resource[], Stack>();

function indexOf(resources: readonly Resource[]): Stack {
    let index = stacks.get(resources);
    if (index === undefined) {
        index = { resources, types: new Map(), objects: new Map(), unseen: [] };
        for (const resource of resources) {
            const sameType = index.types.get(resource.type) ?? [];
            index.types.set(resource.type, sameType);
            sameType.push(resource);
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
                sameKind.push({ ...it, resource, ...known });
            }
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
    return { name, scope: "stack", find: (resources) => find(indexOf(resources)), embed };
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
    return sourceAmong(resource, property, ofKind(kind, index), (it) => it.resource);
}

/** The one of some items that a property's value comes from; nothing where there are several, or none. */
export function sourceAmong<T>(
    { propertyDependencies }: Resource,
    property: string,
    items: readonly T[],
    resourceOf: (item: T) => Resource,
): T | undefined {
    const urns = propertyDependencies?.[property] ?? [];
    const [source, ...others] = urns.length === 0 ? [] : items.filter((it) => urns.includes(resourceOf(it).urn));
    return others.length === 0 ? source : undefined;
}

/** Whether a label selector selects something with these labels, or a sentinel. An empty selector selects everything. */
export function selects(selector: unknown, labels: unknown): Answer {
    if (isUnknown(selector)) return sentinels.boolean;
    const wanted = Object.entries(dataAt(selector, "matchLabels") ?? {});
    const expressions = valueAt(selector, "matchExpressions");
    const answers: Answer[] = [
        ...wanted.map(([key, value]) => equal(isData(labels) ? labels[key] : labels, value)),
        ...(Array.isArray(expressions) ? expressions.map((each) => meets(each, labels)) : []),
    ];
    if (answers.includes(false)) return false;
    return answers.find((answer) => answer !== true) ?? true;
}

function equal(label: unknown, value: unknown): Answer {
    return isUnknown(label) || isUnknown(value) ? sentinels.boolean : label === value;
}

function meets(expression: unknown, labels: unknown): Answer {
    if (!isData(labels)) return sentinels.boolean;
    const key = String(valueAt(expression, "key"));
    const operator = valueAt(expression, "operator");
    const values = valueAt(expression, "values");
    if (operator === "Exists") return key in labels;
    if (operator === "DoesNotExist") return !(key in labels);
    if (isUnknown(labels[key]) || isUnknown(values) || !Array.isArray(values) || values.some(isUnknown)) {
        return sentinels.boolean;
    }
    const listed = values.includes(labels[key]);
    return operator === "In" ? listed : !listed;
}
