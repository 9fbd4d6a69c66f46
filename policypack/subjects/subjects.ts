import type { Data, Resource } from "../resource";

/** One thing that a control judges. */
export interface Found<S extends object> {
    /** Where it is, as a reader of the program would say it: `spec.template.spec.containers[app]`. */
    path: string;
    subject: S;
    /** Where each part of the subject is: `{ pod: "spec.template.spec" }`. */
    at: Record<string, string>;
    /** Of a part that may be absent, where it would be: at a path of an object of the resource. */
    homes?: Record<string, { object: Data; path: readonly string[] }>;
    /** What is not set may have been set elsewhere (server-side apply patches), so only what is set is judged. */
    partial?: boolean;
    /** The resource, where the subjects come from several. */
    urn?: string;
    /** The container that the subject is or is in: a waiver may be for one container. */
    container?: { name?: unknown; image?: unknown };
}

/** A place where there may be subjects that are not known yet. */
export interface Unseen {
    /** The path of the unknown value. */
    unseen: string;
    partial?: boolean;
    urn?: string;
    container?: Found<object>["container"];
}

/** What holds others and can be declared elsewhere: what is not there is judged only where it is declared, or assumed. */
export const owners = ["namespaces", "registry"] as const;

/** The owners that a stack does not declare and that are taken as declared all the same. */
export type Assumed = ReadonlySet<(typeof owners)[number]>;

/** Where the subjects of controls are: in one resource or, with scope `stack`, in all resources together. */
export interface Subjects<S extends object = object> {
    /** A plural noun: `containers`. */
    name: string;
    scope: "resource" | "stack";
    find(resources: readonly Resource[], assume?: Assumed): (Found<S> | Unseen)[];
    /** The smallest resources that hold the subject, for the documentation and the tests. */
    embed(subject: Partial<S>): Resource[];
}

type FoundIn = WeakMap<object, Map<Subjects, (Found<object> | Unseen)[]>>;
const foundAsDeclared: FoundIn = new WeakMap();
const foundAssuming = new WeakMap<Assumed, FoundIn>();

function cacheOf(assume?: Assumed): FoundIn {
    if (assume === undefined || assume.size === 0) return foundAsDeclared;
    const found: FoundIn = foundAssuming.get(assume) ?? new WeakMap();
    foundAssuming.set(assume, found);
    return found;
}

/** The subjects in one resource or in a stack, found once however many controls ask. */
export function subjectsIn(
    key: object,
    resources: readonly Resource[],
    on: Subjects,
    assume?: Assumed,
): (Found<object> | Unseen)[] {
    const found = cacheOf(assume);
    const known = found.get(key) ?? new Map<Subjects, (Found<object> | Unseen)[]>();
    found.set(key, known);
    let subjects = known.get(on);
    if (subjects === undefined) {
        subjects = on.find(resources, assume);
        known.set(on, subjects);
    }
    return subjects;
}
