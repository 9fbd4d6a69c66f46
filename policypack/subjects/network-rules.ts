import { isLocal, isOpen, metadataAddresses, metadataIn } from "../addresses";
import { isData, listAt, valueAt, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { elementsOf, join, kubernetesObjects, type KubernetesObject, type UnseenObjects } from "./kubernetes";
import { isEmpty, type Direction } from "./network-dialects";
import type { Found, Subjects, Unseen } from "./subjects";

/** The kinds whose rules are written as those of NetworkPolicy are, by API group and kind. */
const kinds = [
    "networking.k8s.io/NetworkPolicy",
    "extensions/NetworkPolicy",
    "networking.k8s.aws/ApplicationNetworkPolicy",
];

/** The same without their groups. */
export const policyKinds = [...new Set(kinds.map((each) => each.slice(each.indexOf("/") + 1)))];

export interface NetworkPolicySubject {
    spec: Data;
}

/** A rule of a network policy, as it is written there. */
export interface NetworkRule {
    direction: Direction;
    rule: Data;
}

export function isNetworkPolicy({ group, kind }: KubernetesObject): boolean {
    return kinds.includes(`${group}/${kind}`);
}

/** What a resource has of network policies, and of lists that may hold some. */
function policiesIn(resource: Resource): (KubernetesObject | UnseenObjects)[] {
    return kubernetesObjects(resource).filter((it) =>
        "unseen" in it ? it.kind === "" || policyKinds.includes(it.kind) : isNetworkPolicy(it),
    );
}

/** Network policies, one at a time. */
export const networkPolicies: Subjects<NetworkPolicySubject> = {
    name: "network policies",
    scope: "resource",
    find: (resources) =>
        resources.flatMap(policiesIn).map((it): Found<NetworkPolicySubject> | Unseen => {
            if ("unseen" in it) return it;
            const { spec = {} } = it.object;
            const path = join(it.path, "spec");
            if (isUnknown(spec)) return { unseen: path, partial: it.partial };
            return { path, subject: { spec: isData(spec) ? spec : {} }, at: { spec: path }, partial: it.partial };
        }),
    embed: ({ spec }) => [networkPolicy(spec)],
};

/** The rules of network policies, one at a time. */
export const networkRules: Subjects<NetworkRule> = {
    name: "rules of network policies",
    scope: "resource",
    find: (resources) => resources.flatMap(policiesIn).flatMap((it) => ("unseen" in it ? [it] : rulesOf(it))),
    embed: ({ direction = "Ingress", rule }) => [networkPolicy(specWith(direction, rule))],
};

/** The rules of a policy. A patch replaces the list of rules, so that those in it are whole. */
export function rulesOf(it: KubernetesObject, only?: Direction): (Found<NetworkRule> | Unseen)[] {
    const { spec } = it.object;
    const path = join(it.path, "spec");
    if (isUnknown(spec)) return it.partial ? [] : [{ unseen: path }];
    return (["Ingress", "Egress"] as const)
        .filter((direction) => only === undefined || direction === only)
        .flatMap((direction) => {
            const list = direction.toLowerCase();
            return elementsOf(valueAt(spec, list), `${path}.${list}`).map((found) => {
                if ("unseen" in found) return found;
                return { path: found.path, subject: { direction, rule: found.element }, at: { rule: found.path } };
            });
        });
}

/** The least spec that holds a rule. */
export function specWith(direction: Direction, rule: unknown): Data {
    return { podSelector: {}, policyTypes: [direction], [direction.toLowerCase()]: [rule] };
}

/** A NetworkPolicy resource, for examples. */
export function networkPolicy(spec: unknown, namespace = "example"): Resource {
    const [apiVersion, kind, name] = ["networking.k8s.io/v1", "NetworkPolicy", "example-rules"];
    const props = { apiVersion, kind, metadata: { name, namespace }, spec };
    return { type: `kubernetes:${apiVersion}:${kind}`, urn: `urn:${name}`, name, props };
}

/** The other ends of what a rule allows; none stands for everything. */
export function peersOf({ direction, rule }: NetworkRule): unknown[] {
    return listAt(rule, direction === "Ingress" ? "from" : "to");
}

/** Whether a peer is all pods of all namespaces. */
export function isEveryPod(peer: unknown): boolean {
    const namespaces = valueAt(peer, "namespaceSelector");
    return isData(namespaces) && isEmpty(namespaces) && isEmpty(valueAt(peer, "podSelector"));
}

/** What a rule allows where it leaves out no port of a protocol, or of all: `all ports`, `all TCP ports`. */
export function everyPort(rule: Data): string | undefined {
    const ports = listAt(rule, "ports");
    if (ports.length === 0) return "all ports";
    const open = ports.find((each) => {
        const first = valueAt(each, "port");
        return first === undefined || (first === 1 && valueAt(each, "endPort") === 65535);
    });
    const { protocol = "TCP" } = isData(open) ? open : {};
    return open === undefined ? undefined : `all ${typeof protocol === "string" ? protocol : ""} ports`;
}

/** The metadata service answers on TCP port 80 alone. */
function allowsHttp(rule: Data): boolean {
    const ports = listAt(rule, "ports");
    return (
        ports.length === 0 ||
        ports.some((each) => {
            const [first, last] = [valueAt(each, "port"), valueAt(each, "endPort")];
            if ((valueAt(each, "protocol") ?? "TCP") !== "TCP") return false;
            if (typeof first !== "number") return first === undefined;
            return first <= 80 && 80 <= (typeof last === "number" ? last : first);
        })
    );
}

/** A block of IP addresses without its exceptions. */
function blockOf(peer: unknown): { cidr: unknown; except: unknown[] } {
    const block = valueAt(peer, "ipBlock");
    return { cidr: valueAt(block, "cidr"), except: listAt(block, "except") };
}

/** The block of a peer that is open, with no more left out of it than the services of the node. */
export function openBlock(peer: unknown): string | undefined {
    const { cidr, except } = blockOf(peer);
    return isOpen(cidr) && except.every(isLocal) ? String(cidr) : undefined;
}

/** Through what an egress rule reaches the metadata addresses: blocks made for that, or wider ones. */
export function metadataReached(egress: NetworkRule, by: "local" | "wide"): string[] {
    if (!allowsHttp(egress.rule)) return [];
    const peers = peersOf(egress);
    if (peers.length === 0) return by === "wide" ? metadataAddresses : [];
    const reached = peers.flatMap((peer) => {
        const { cidr, except } = blockOf(peer);
        if (isLocal(cidr) !== (by === "local")) return [];
        return metadataIn(cidr).filter((address) => !except.some((each) => metadataIn(each).includes(address)));
    });
    return metadataAddresses.filter((address) => reached.includes(address));
}
