import { isData, listAt, valueAt, type Data } from "../resource";
import { hasUnknown, isUnknown, sentinels } from "../unknown";
import { selects, type Answer } from "./stack";

export type Direction = "Ingress" | "Egress";

/** A kind of network policy. */
export interface Dialect {
    /** Of kinds without a namespace: the field that says which namespaces the policy concerns. */
    scope?: string;
    /** Of kinds without a namespace: whether the policy concerns the namespace with these labels, or a sentinel. */
    reaches?(spec: unknown, labels: unknown): Answer;
    /** Whether the policy denies all that no other policy allows, for all pods that it concerns. */
    denies(spec: Data, direction: Direction): boolean;
}

const rulesOf = (spec: Data, direction: Direction): unknown[] => listAt(spec, direction.toLowerCase());
const isFilled = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;
/** Whether a label selector leaves nothing out. */
export const isEmpty = (selector: unknown): boolean =>
    [valueAt(selector, "matchLabels"), valueAt(selector, "matchExpressions")].every(
        (part) => Object.keys(part ?? {}).length === 0,
    );

/** NetworkPolicy: policyTypes default to Ingress, and Egress where there are egress rules. */
const kubernetes: Dialect = {
    denies: (spec, direction) => {
        const types = isFilled(spec.policyTypes) ? spec.policyTypes : ["Ingress"];
        return isEmpty(spec.podSelector) && types.includes(direction) && rulesOf(spec, direction).length === 0;
    },
};

/** Cilium: a rule list that is not empty switches on default deny; an empty rule allows nothing. */
const cilium: Dialect = {
    denies: (spec, direction) => {
        const key = direction.toLowerCase();
        const rules = rulesOf(spec, direction);
        const denied = spec[`${key}Deny`];
        const byRules = rules.length > 0 || isFilled(denied);
        const on = valueAt(spec, "enableDefaultDeny", key) ?? byRules;
        const allowsNothing = rules.every((rule) => isData(rule) && Object.keys(rule).length === 0);
        return isEmpty(spec.endpointSelector) && isData(spec.endpointSelector) && on === true && allowsNothing;
    },
};

/** Whether an expression of Calico leaves nothing out. */
export const calicoAll = (selector: unknown): boolean =>
    selector === undefined || selector === "" || selector === "all()";

/** Calico: selectors are expressions; what is selected and not allowed is denied, in the directions that have rules. */
const calico: Dialect = {
    denies: (spec, direction) => {
        const byRules = [
            ...(isFilled(spec.ingress) || !isFilled(spec.egress) ? ["Ingress"] : []),
            ...(isFilled(spec.egress) ? ["Egress"] : []),
        ];
        const types = isFilled(spec.types) ? spec.types : byRules;
        const allowing = rulesOf(spec, direction).filter((rule) => valueAt(rule, "action") !== "Deny");
        return calicoAll(spec.selector) && types.includes(direction) && allowing.length === 0;
    },
};

/** Policies of the cluster's administrator: rules in order, of which the first that matches counts. */
const admin: Dialect = {
    scope: "spec.subject",
    reaches: (spec, labels) => {
        const subject = valueAt(spec, "subject");
        const pods = valueAt(subject, "pods");
        const podSelector = valueAt(pods, "podSelector");
        if ([subject, pods, podSelector].some(isUnknown) || (isData(podSelector) && hasUnknown(podSelector))) {
            return sentinels.boolean;
        }
        if (!isEmpty(podSelector)) return false;
        return selects(valueAt(pods, "namespaceSelector") ?? valueAt(subject, "namespaces"), labels);
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

const ciliumClusterwide: Dialect = { ...cilium, scope: "spec", reaches: () => true };
const calicoGlobal: Dialect = {
    ...calico,
    scope: "spec.namespaceSelector",
    // Calico's expressions are not evaluated here: such a policy may concern the namespace.
    reaches: (spec) => (calicoAll(valueAt(spec, "namespaceSelector")) ? true : sentinels.boolean),
};

/** The kinds by API group and kind. */
export const dialects: Record<string, Dialect> = {
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
