import { isData, type Data } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { denials } from "./network-denials";
import {
    isOfNamespace,
    placesOf,
    policiesOf,
    policyOf,
    seenFrom,
    unknownPolicy,
    type Placed,
    type PolicyFacts,
} from "./network-policies";
import { isNetworkPolicy, networkPolicy, policyKinds, rulesOf, specWith } from "./network-rules";
import { namespaceOf } from "./kubernetes";
import { isIn, lookup, ofKind, sourceOf, stack, unseenOfKind, type Stack, type StackObject } from "./stack";
import type { Found, Subjects, Unseen } from "./subjects";

/** An egress rule, with the policies of other kinds that may deny what it allows. */
export interface EgressRule {
    rule: Data;
    policies: PolicyFacts[];
}

/** Egress rules of the network policies of a stack. */
export const egressRules: Subjects<EgressRule> = stack(
    "egress rules with the policies that may deny what they allow",
    (index) => {
        const ownerOf = owners(index);
        const seen = denying(index);
        return policyKinds.flatMap((kind) => [
            ...ofKind(kind, index)
                .filter(isNetworkPolicy)
                .flatMap((it) => rulesIn(it, () => seen(ownerOf(it)))),
            ...unseenOfKind(kind, index),
        ]);
    },
    ({ rule = {}, policies = [] }) => [networkPolicy(specWith("Egress", rule)), ...policies.map(policyOf)],
);

function rulesIn(it: StackObject, policies: () => readonly Placed[]): (Found<EgressRule> | Unseen)[] {
    const place = `${it.kind} ${it.name ?? it.resource.name}`;
    const { urn } = it.resource;
    const rules = rulesOf(it, "Egress");
    const seen = rules.length > 0 ? policies() : [];
    const [all, places] = [policiesOf(seen), placesOf(seen)];
    return rules.map((found) => {
        if ("unseen" in found) return { unseen: `${place}: ${found.unseen}`, urn };
        const path = `${place}: ${found.path}`;
        const subject = { rule: found.subject.rule, policies: all };
        return { path, subject, at: { ...places, rule: path }, urn };
    });
}

/** What finds the namespace that a policy is in; of one that the stack does not declare no label is known. */
function owners(index: Stack): (it: StackObject) => StackObject {
    const declared = ofKind("Namespace", index).filter(({ group, partial }) => group === "" && !partial);
    const named = lookup(declared, ({ name }) => name);
    return (it) => {
        const namespace = namespaceOf(it);
        const known = typeof namespace === "string" && !isUnknown(namespace) ? { name: namespace } : {};
        const unknown = { resource: it.resource, object: { metadata: { labels: sentinels.object } }, ...known };
        return (
            named(namespace).find((each) => isIn(it, each, index) === true) ?? { ...it, name: undefined, ...unknown }
        );
    };
}

/** What finds the policies that concern a namespace and may deny something there. */
function denying(index: Stack): (owner: StackObject) => readonly Placed[] {
    const kinds = [...new Set(Object.keys(denials).map((each) => each.slice(each.indexOf("/") + 1)))];
    const all = lookup(
        kinds
            .flatMap((kind) => ofKind(kind, index))
            .filter(({ group, kind }) => denials[`${group}/${kind}`] !== undefined),
        (it) => (isOfNamespace(it) ? namespaceOf(it) : undefined),
        ({ resource }) => sourceOf(resource, "metadata", "Namespace", index)?.resource,
    );
    const unseen = [...new Set(kinds.flatMap((kind) => unseenOfKind(kind, index)))];
    const known = new Map<string, readonly Placed[]>();
    return (owner) => {
        const key = JSON.stringify([owner.resource.provider, owner.name, owner.kind === "Namespace"]);
        const seen = (owner.name === undefined ? undefined : known.get(key)) ?? [
            ...all(owner.name, owner.resource).flatMap((it) => seenFrom(owner, it, index)),
            ...unseen
                .filter(({ resource }) => resource.provider === owner.resource.provider)
                .map(({ unseen: place }) => unknownPolicy(place)),
        ];
        known.set(key, seen);
        return seen;
    };
}

/** Whether one of the policies denies the pods of the rule a block of addresses. */
export function isDenied(policies: readonly PolicyFacts[], block: string): boolean {
    return policies.some(
        ({ applies, kind, spec }) => applies === true && isData(spec) && denials[kind]?.(spec, block) === true,
    );
}
