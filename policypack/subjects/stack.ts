import { dataAt, valueAt, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { kubernetesObjects, type KubernetesObject } from "./kubernetes";
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
    objects: StackObject[];
    /** Lists that are not known yet, which may hold objects of any kind. */
    unseen: Unseen[];
}

const stacks = new WeakMap<readonly Resource[], Stack>();

function indexOf(resources: readonly Resource[]): Stack {
    let index = stacks.get(resources);
    if (index === undefined) {
        index = { resources, objects: [], unseen: [] };
        for (const resource of resources) {
            for (const it of kubernetesObjects(resource)) {
                if ("unseen" in it) {
                    index.unseen.push({ unseen: `${resource.name}: ${it.unseen}`, urn: resource.urn });
                    continue;
                }
                const name = valueAt(it.object, "metadata", "name");
                const known = typeof name === "string" && !isUnknown(name) ? { name } : {};
                index.objects.push({ ...it, resource, ...known });
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
export function isIn(it: StackObject, namespace: StackObject, { resources }: Stack): Answer {
    if (it.resource.provider !== namespace.resource.provider) return false;
    const named = valueAt(it.object, "metadata", "namespace") ?? "default";
    const unknown = isUnknown(it.object.metadata) || isUnknown(named);
    if (!unknown && namespace.name !== undefined) return named === namespace.name;
    if (!unknown) return sentinels.boolean;
    // The name is not known, but perhaps whose name it is.
    const urns = it.resource.propertyDependencies?.metadata ?? [];
    const sources = resources.filter(({ type, urn }) => type === "kubernetes:core/v1:Namespace" && urns.includes(urn));
    const [source, ...others] = sources;
    return source !== undefined && others.length === 0 ? source === namespace.resource : sentinels.boolean;
}

/** Whether a label selector selects something with these labels. An empty selector selects everything. */
export function selects(selector: unknown, labels: Record<string, unknown>): Answer {
    if (isUnknown(selector)) return sentinels.boolean;
    const wanted = Object.entries(dataAt(selector, "matchLabels") ?? {});
    const expressions = valueAt(selector, "matchExpressions");
    const answers: Answer[] = [
        ...wanted.map(([key, value]) => equal(labels[key], value)),
        ...(Array.isArray(expressions) ? expressions.map((each) => meets(each, labels)) : []),
    ];
    if (answers.includes(false)) return false;
    return answers.find((answer) => answer !== true) ?? true;
}

function equal(label: unknown, value: unknown): Answer {
    return isUnknown(label) || isUnknown(value) ? sentinels.boolean : label === value;
}

function meets(expression: unknown, labels: Record<string, unknown>): Answer {
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
