import { dataAt, isData, valueAt, type Data, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { namespace } from "./namespaces";
import { isIn, selects, stack, type Answer, type Stack, type StackObject } from "./stack";
import type { Found, Subjects, Unseen } from "./subjects";

export type Direction = "Ingress" | "Egress";

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

interface Dialect {
    /** Of kinds without a namespace: whether the policy concerns the namespace with these labels. */
    reaches?(spec: Data, labels: Data): Answer;
    /** Whether the policy denies all that no other policy allows, for all pods that it concerns. */
    denies(spec: Data, direction: Direction): boolean;
}

const rulesOf = (spec: Data, direction: Direction): unknown[] => {
    const rules = spec[direction.toLowerCase()];
    return Array.isArray(rules) ? (rules as unknown[]) : [];
};
const isEmpty = (selector: unknown): boolean =>
    [valueAt(selector, "matchLabels"), valueAt(selector, "matchExpressions")].every(
        (part) => Object.keys(part ?? {}).length === 0,
    );

/** NetworkPolicy: policyTypes default to Ingress, and Egress where there are egress rules. */
const kubernetes: Dialect = {
    denies: (spec, direction) => {
        const types = Array.isArray(spec.policyTypes) ? (spec.policyTypes as unknown[]) : ["Ingress"];
        return isEmpty(spec.podSelector) && types.includes(direction) && rulesOf(spec, direction).length === 0;
    },
};

/** Cilium: a rule list that is not empty switches on default deny; an empty rule allows nothing. */
const cilium: Dialect = {
    denies: (spec, direction) => {
        const key = direction.toLowerCase();
        const rules = rulesOf(spec, direction);
        const denied = spec[`${key}Deny`];
        const byRules = rules.length > 0 || (Array.isArray(denied) && denied.length > 0);
        const on = valueAt(spec, "enableDefaultDeny", key) ?? byRules;
        const allowsNothing = rules.every((rule) => isData(rule) && Object.keys(rule).length === 0);
        return isEmpty(spec.endpointSelector) && isData(spec.endpointSelector) && on === true && allowsNothing;
    },
};

const calicoAll = (selector: unknown): boolean => selector === undefined || selector === "" || selector === "all()";

/** Calico: selectors are expressions; what is selected and not allowed is denied. */
const calico: Dialect = {
    denies: (spec, direction) => {
        const types = Array.isArray(spec.types) ? (spec.types as unknown[]) : ["Ingress"];
        const allowing = rulesOf(spec, direction).filter((rule) => valueAt(rule, "action") !== "Deny");
        return calicoAll(spec.selector) && types.includes(direction) && allowing.length === 0;
    },
};

/** Policies of the cluster's administrator: rules in order, of which the first that matches counts. */
const admin: Dialect = {
    reaches: (spec, labels) => {
        const pods = dataAt(spec, "subject", "pods");
        if (pods !== undefined && !isEmpty(pods.podSelector)) return false;
        return selects(pods ? pods.namespaceSelector : valueAt(spec, "subject", "namespaces"), labels);
    },
    denies: (spec, direction) => {
        const peers = direction === "Ingress" ? "from" : "to";
        const all = rulesOf(spec, direction).find((rule) => {
            const list = valueAt(rule, peers);
            const ports = valueAt(rule, "ports") ?? valueAt(rule, "protocols") ?? [];
            return (
                Array.isArray(list) && list.some((peer) => isAll(peer, direction)) && Object.keys(ports).length === 0
            );
        });
        return valueAt(all, "action") === "Deny";
    },
};

function isAll(peer: unknown, direction: Direction): boolean {
    if (direction === "Ingress") return isData(valueAt(peer, "namespaces")) && isEmpty(valueAt(peer, "namespaces"));
    const networks = valueAt(peer, "networks");
    return Array.isArray(networks) && networks.includes("0.0.0.0/0");
}

const ciliumClusterwide: Dialect = { ...cilium, reaches: () => true };
const calicoGlobal: Dialect = {
    ...calico,
    // Calico's expressions are not evaluated here: such a policy may concern the namespace.
    reaches: (spec) => (calicoAll(spec.namespaceSelector) ? true : sentinels.boolean),
};

const dialects: Record<string, Dialect> = {
    "networking.k8s.io/NetworkPolicy": kubernetes,
    "extensions/NetworkPolicy": kubernetes,
    "cilium.io/CiliumNetworkPolicy": cilium,
    "cilium.io/CiliumClusterwideNetworkPolicy": ciliumClusterwide,
    "projectcalico.org/NetworkPolicy": calico,
    "projectcalico.org/GlobalNetworkPolicy": calicoGlobal,
    "crd.projectcalico.org/NetworkPolicy": calico,
    "crd.projectcalico.org/GlobalNetworkPolicy": calicoGlobal,
    "policy.networking.k8s.io/ClusterNetworkPolicy": admin,
    "policy.networking.k8s.io/AdminNetworkPolicy": admin,
    "policy.networking.k8s.io/BaselineAdminNetworkPolicy": admin,
    "networking.k8s.aws/ClusterNetworkPolicy": admin,
};

/** Whether one of the policies denies all that is not allowed, in one direction. */
export function deniesByDefault(policies: readonly PolicyFacts[], direction: Direction): boolean {
    return policies.some(
        ({ applies, kind, spec }) => applies === true && dialects[kind]?.denies(spec, direction) === true,
    );
}

/** The policy as seen from the namespace; a Cilium policy may hold several specs. */
function factsOf(it: StackObject, owner: StackObject, index: Stack): [PolicyFacts, string][] {
    const kind = `${it.group}/${it.kind}`;
    const dialect = dialects[kind];
    if (dialect === undefined || it.partial || it.resource.provider !== owner.resource.provider) return [];
    const specs = Array.isArray(it.object.specs) ? (it.object.specs as unknown[]) : [it.object.spec];
    const labels = { ...dataAt(owner.object, "metadata", "labels"), "kubernetes.io/metadata.name": owner.name };
    return (specs as Data[]).map((spec) => {
        const applies = dialect.reaches ? dialect.reaches(spec, labels) : isIn(it, owner, index);
        return [{ kind, spec, applies }, `${it.kind} ${it.name ?? it.resource.name}`];
    });
}

/** Namespaces that the stack declares. */
export const namespacesWithPolicies: Subjects<NamespacePolicies> = stack(
    "namespaces with their network policies",
    (index) =>
        index.objects
            .filter(({ group, kind, partial }) => group === "" && kind === "Namespace" && !partial)
            .map((owner) => withPolicies(owner, index)),
    ({ policies = [] }) => [namespace("example"), ...policies.map((facts, number) => policy(facts, number))],
);

function withPolicies(owner: StackObject, index: Stack): Found<NamespacePolicies> | Unseen {
    const facts = index.objects.flatMap((it) => factsOf(it, owner, index));
    const concerned = facts.filter(([{ applies, spec }]) => applies !== false && (isData(spec) || isUnknown(spec)));
    const at = Object.fromEntries(
        concerned.flatMap(([, place], number) => [
            [`policies.${number}`, place],
            [`policies.${number}.applies`, `${place}: metadata.namespace`],
            [`policies.${number}.spec`, `${place}: spec`],
        ]),
    );
    const policies = concerned.map(([each]) => each);
    return {
        path: `Namespace ${owner.name ?? owner.resource.name}`,
        subject: { policies },
        at,
        urn: owner.resource.urn,
    };
}

function policy({ kind, spec }: PolicyFacts, number: number): Resource {
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
