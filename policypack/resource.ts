/** Data of a resource as it came over the wire; nothing is known of its shape. */
export type Data = Record<string, unknown>;

/** A resource as the pack sees it. */
export interface Resource {
    /** Pulumi's type token, such as `kubernetes:apps/v1:Deployment`. */
    type: string;
    urn: string;
    /** Pulumi's name of the resource. */
    name: string;
    /** The properties, decoded once; a value that is not known yet is one of the sentinels of unknown.ts. */
    props: Data;
    /** URN of the provider, which stands for the cluster or account. */
    provider?: string;
    /** The properties that are secret whatever is in them, as the SDK says for the types that it knows. */
    secretOutputs?: readonly string[];
    /** Of each property, the URNs of the resources its value comes from. Only seen over the whole stack. */
    propertyDependencies?: Record<string, string[]>;
}

export function isData(value: unknown): value is Data {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a path, or nothing where something else is. */
export function dataAt(value: unknown, ...path: string[]): Data | undefined {
    const found = valueAt(value, ...path);
    return isData(found) ? found : undefined;
}

/** The value at a path, or nothing. */
export function valueAt(value: unknown, ...path: string[]): unknown {
    let here = value;
    for (const key of path) here = isData(here) && Object.hasOwn(here, key) ? here[key] : undefined;
    return here;
}

/** The list at a path; an empty one where something else is. */
export function listAt(value: unknown, ...path: string[]): unknown[] {
    const found = valueAt(value, ...path);
    return Array.isArray(found) ? (found as unknown[]) : [];
}

/** Whether something holds of a value within, at any depth: also at one for which the stack of calls would not do. */
export function someIn(whole: object, holds: (child: unknown, parent: object) => boolean): boolean {
    const left = [whole];
    for (let value = left.pop(); value !== undefined; value = left.pop()) {
        // Without the lists that `Object.values` would make.
        for (const key in value) {
            const child = (value as Data)[key];
            if (holds(child, value)) return true;
            if (typeof child === "object" && child !== null) left.push(child);
        }
    }
    return false;
}
