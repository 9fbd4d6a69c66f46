import { isWithin } from "../addresses";
import { isData, listAt, valueAt, type Data } from "../resource";
import { calicoAll, isEmpty } from "./network-dialects";

/**
 * Whether a policy denies all its pods an address whatever NetworkPolicies allow. One that denies some ports only does
 * not count.
 */
type Denies = (spec: Data, block: string) => boolean;

const hold = (blocks: readonly unknown[], block: string): boolean => blocks.some((each) => isWithin(block, each));

/** Cilium: what is denied is denied, whichever policy of whichever kind allows it. */
const cilium: Denies = (spec, block) =>
    isData(spec.endpointSelector) &&
    isEmpty(spec.endpointSelector) &&
    listAt(spec, "egressDeny").some((rule) => {
        const sets = listAt(rule, "toCIDRSet").filter((set) => !hold(listAt(set, "except"), block));
        const blocks = [...listAt(rule, "toCIDR"), ...sets.map((set) => valueAt(set, "cidr"))];
        return listAt(rule, "toPorts").length === 0 && hold(blocks, block);
    });

/** Calico: a NetworkPolicy is of order 1000 in the tier `default`, which is the last; of the rules the first counts. */
const calico: Denies = (spec, block) => {
    const { tier = "default", order, types } = spec;
    const earlier = tier !== "default" || (typeof order === "number" && order < 1000);
    const egress = !Array.isArray(types) || types.length === 0 || types.includes("Egress");
    const first = listAt(spec, "egress").find((rule) => {
        const nets = valueAt(rule, "destination", "nets");
        return nets === undefined || hold(listAt(rule, "destination", "nets"), block);
    });
    const whole = ["protocol", "source"].every((key) => valueAt(first, key) === undefined);
    const to = ["ports", "notPorts", "notNets", "selector"].every(
        (key) => valueAt(first, "destination", key) === undefined,
    );
    return earlier && egress && calicoAll(spec.selector) && valueAt(first, "action") === "Deny" && whole && to;
};

/** Policies of the cluster's administrator: of the rules the first that matches counts. */
const admin: Denies = (spec, block) => {
    const first = listAt(spec, "egress").find((rule) => {
        const ports = [...listAt(rule, "ports"), ...listAt(rule, "protocols")];
        const matches = listAt(rule, "to").some((peer) => hold(listAt(peer, "networks"), block));
        return matches && (ports.length === 0 || valueAt(rule, "action") !== "Deny");
    });
    return valueAt(first, "action") === "Deny";
};

/** Those of the tier Baseline come after NetworkPolicies. */
const tiered: Denies = (spec, block) => spec.tier === "Admin" && admin(spec, block);

/** The kinds that may deny what a NetworkPolicy allows, by API group and kind. */
export const denials: Record<string, Denies> = {
    "cilium.io/CiliumNetworkPolicy": cilium,
    "cilium.io/CiliumClusterwideNetworkPolicy": cilium,
    "projectcalico.org/NetworkPolicy": calico,
    "projectcalico.org/GlobalNetworkPolicy": calico,
    "crd.projectcalico.org/NetworkPolicy": calico,
    "crd.projectcalico.org/GlobalNetworkPolicy": calico,
    "policy.networking.k8s.io/ClusterNetworkPolicy": tiered,
    "policy.networking.k8s.io/AdminNetworkPolicy": admin,
    "networking.k8s.aws/ClusterNetworkPolicy": tiered,
};
