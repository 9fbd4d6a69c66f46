import { isData, valueAt, type Data, type Resource } from "../resource";
import { hasUnknown, isUnknown, sentinels } from "../unknown";
import { namespace } from "./namespaces";
import { dialects, type Dialect, type Direction } from "./network-dialects";
import { namespaceOf } from "./kubernetes";
import {
    isIn,
    lookup,
    ofKind,
    sourceOf,
    stack,
    unseenOfKind,
    type Answer,
    type Stack,
    type StackObject,
} from "./stack";
import type { Found, Subjects } from "./subjects";

/** A network policy of any dialect, as seen from one namespace. */
export interface PolicyFacts {
    /** API group and kind, as in `dialects`. */
    kind: string;
    spec: Data;
    /** Whether it concerns the namespace. */
    applies: Answer;
}

/** A namespace that the stack declares, with the network policies that concern it. */
export interface NamespacePolicies {
    policies: PolicyFacts[];
}

/** Whether one of the policies denies all that is not allowed, in one direction. */
export function deniesByDefault(policies: readonly PolicyFacts[], direction: Direction): boolean {
    return policies.some(
        ({ applies, kind, spec }) =>
            applies === true && isData(spec) && dialects[kind]?.denies(spec, direction) === true,
    );
}

function dialectOf({ group, kind }: StackObject): Dialect | undefined {
    return dialects[`${group}/${kind}`];
}

/** Whether a policy is for the namespace that it is in, not for those that it selects. */
export function isOfNamespace(it: StackObject): boolean {
    return dialectOf(it)?.reaches === undefined;
}

/** A policy, and the places in the resources where its parts are. */
export interface Placed {
    policy: PolicyFacts | typeof sentinels.object;
    at: { policy: string; applies: string; spec: string };
}

/** A policy as seen from the namespace; a Cilium policy may hold several specs. */
export function seenFrom(owner: StackObject, it: StackObject, index: Stack): Placed[] {
    const dialect = dialectOf(it);
    if (dialect === undefined || it.partial || it.resource.provider !== owner.resource.provider) return [];
    const known = labelsOf(owner);
    const { spec, specs } = it.object;
    const all = [
        [spec, "spec"] as const,
        ...(Array.isArray(specs) ? specs.map((each: unknown, n) => [each, `specs[${n}]`] as const) : []),
        ...(isUnknown(specs) ? [[specs, "specs"] as const] : []),
    ];
    return all.flatMap(([each, field]): Placed[] => {
        if (!isData(each) && !isUnknown(each)) return [];
        const applies = dialect.reaches ? dialect.reaches(each, known) : isIn(it, owner, index);
        if (applies === false) return [];
        const place = `${it.kind} ${it.name ?? it.resource.name}`;
        const scope = openSide(owner, known, it, dialect) ?? `${place}: ${dialect.scope ?? "metadata.namespace"}`;
        return [
            {
                policy: { kind: `${it.group}/${it.kind}`, spec: each as Data, applies },
                at: { policy: place, applies: scope, spec: `${place}: ${field}` },
            },
        ];
    });
}

const labels = new WeakMap<StackObject, Data | typeof sentinels.object>();

/** The labels of a namespace, with the one that Kubernetes itself sets; or a sentinel. */
function labelsOf(owner: StackObject): Data | typeof sentinels.object {
    let found = labels.get(owner);
    if (found === undefined) {
        const { metadata } = owner.object;
        const given = isUnknown(metadata) ? metadata : valueAt(metadata, "labels");
        const name = { "kubernetes.io/metadata.name": owner.name ?? sentinels.string };
        found = isUnknown(given) ? sentinels.object : { ...(isData(given) ? given : {}), ...name };
        labels.set(owner, found);
    }
    return found;
}

/** What is open of the namespace, where it hangs on that whether the policy concerns it. */
function openSide(owner: StackObject, labels: unknown, it: StackObject, { scope }: Dialect): string | undefined {
    if (owner.kind !== "Namespace") return undefined;
    const place = `Namespace ${owner.name ?? owner.resource.name}: metadata`;
    if (scope === undefined) return isUnknown(namespaceOf(it)) ? undefined : `${place}.name`;
    const subject = valueAt(it.object, "spec", "subject");
    const settled = scope === "spec.subject" && isData(subject) && !hasUnknown(subject);
    if (!settled || (isData(labels) && !hasUnknown(labels))) return undefined;
    const given = valueAt(owner.object, "metadata", "labels");
    return isData(given) && !hasUnknown(given) ? `${place}.name` : `${place}.labels`;
}

/** Namespaces that the stack declares. */
export const namespacesWithPolicies: Subjects<NamespacePolicies> = stack(
    "namespaces with their network policies",
    (index) => {
        const kinds = [...new Set(Object.keys(dialects).map((each) => each.slice(each.indexOf("/") + 1)))];
        const policies = lookup(
            kinds.flatMap((kind) => ofKind(kind, index)),
            (it) => (isOfNamespace(it) ? namespaceOf(it) : undefined),
            ({ resource }) => sourceOf(resource, "metadata", "Namespace", index)?.resource,
        );
        const unseen = [...new Set(kinds.flatMap((kind) => unseenOfKind(kind, index)))];
        const owners = ofKind("Namespace", index).filter(({ group, partial }) => group === "" && !partial);
        return [
            ...owners.map((owner) => {
                const seen = policies(owner.name, owner.resource).flatMap((it) => seenFrom(owner, it, index));
                const hidden = unseen.filter(({ resource }) => resource.provider === owner.resource.provider);
                return withPolicies(owner, [...seen, ...hidden.map(({ unseen: place }) => unknownPolicy(place))]);
            }),
            ...unseenOfKind("Namespace", index),
        ];
    },
    ({ policies = [] }) => [namespace("example"), ...policies.map(policyOf)],
);

/** A policy of which nothing is known. */
export function unknownPolicy(place: string): Placed {
    return { policy: sentinels.object, at: { policy: place, applies: place, spec: place } };
}

function withPolicies(owner: StackObject, seen: readonly Placed[]): Found<NamespacePolicies> {
    const path = `Namespace ${owner.name ?? owner.resource.name}`;
    return { path, subject: { policies: policiesOf(seen) }, at: placesOf(seen), urn: owner.resource.urn };
}

/** The policies of a subject. An unknown one is in the list as its sentinel, as any unknown value is. */
export function policiesOf(seen: readonly Placed[]): PolicyFacts[] {
    return seen.map(({ policy }) => policy as PolicyFacts);
}

/** Where the policies of a subject are. */
export function placesOf(seen: readonly Placed[]): Record<string, string> {
    return Object.fromEntries(
        seen.flatMap(({ at: { policy: place, applies, spec } }, number) => [
            [`policies.${number}`, place],
            [`policies.${number}.applies`, applies],
            [`policies.${number}.spec`, spec],
        ]),
    );
}

/** The resource of a policy, for examples. */
export function policyOf({ kind, spec }: PolicyFacts, number: number): Resource {
    const [group = "", name = ""] = kind.split("/");
    const apiVersion = `${group}/${group === "cilium.io" ? "v2" : "v1"}`;
    const metadata = { name: `example-${number}`, namespace: "example" };
    const type = `kubernetes:${apiVersion}:${name}`;
    return {
        type,
        urn: `urn:example-${number}`,
        name: metadata.name,
        props: { apiVersion, kind: name, metadata, spec },
    };
}
