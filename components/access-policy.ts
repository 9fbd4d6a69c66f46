import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { declaration } from "./declared";
import { derived } from "./derived";
import { hardened } from "./hardening";
import type { Peer } from "./peers";
import type { Waivers } from "./waivers";

/** An end, its arguments judged. */
export interface End {
    argument: "from" | "to";
    peer: Peer;
    /** Of the policy that is made at this end; of a block none is. */
    policy?: { namespace: pulumi.Input<string>; podSelector: kubernetes.types.input.meta.v1.LabelSelector };
}

/** The policy of one end, before it is registered. */
export interface Policy {
    suffix: "egress" | "ingress";
    namespace: pulumi.Input<string>;
    args: kubernetes.networking.v1.NetworkPolicyArgs;
}

/** The policy of one end, which lets the other through; a block has none. */
export function policyOf(
    component: pulumi.Resource,
    base: pulumi.Input<string>,
    { argument, policy }: End,
    { peer }: End,
    ports: kubernetes.types.input.networking.v1.NetworkPolicyPort[],
    waivers: Waivers,
): Policy | undefined {
    if (policy === undefined) return undefined;
    const { namespace, podSelector } = policy;
    const egress = argument === "from";
    const suffix = egress ? "egress" : "ingress";
    const spec = egress
        ? { podSelector, policyTypes: ["Egress"], egress: [{ to: [peer], ports }] }
        : { podSelector, policyTypes: ["Ingress"], ingress: [{ from: [peer], ports }] };
    const bare = { metadata: { name: derived(base, (known) => `${known}-${suffix}`), namespace }, spec };
    // Its arguments leave nothing to judge but what waivers have let through.
    const args =
        waivers.all.length === 0
            ? bare
            : hardened("kubernetes:networking.k8s.io/v1:NetworkPolicy", bare, {
                  component,
                  argumentOf: () => (egress ? "to" : "from"),
                  waivers,
              });
    return { suffix, namespace, args };
}

/** Registers the policy of one end, after the Namespace that it is in. */
export function register(component: pulumi.Resource, name: string, { suffix, namespace, args }: Policy): void {
    const declaring = declaration(component, namespace);
    new kubernetes.networking.v1.NetworkPolicy(`${name}-${suffix}`, args, {
        parent: component,
        ...(declaring === undefined ? {} : { dependsOn: declaring }),
    });
}
