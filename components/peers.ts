import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { hostBlock, isWithin, metadataAddresses, metadataIn } from "hardened-containers-policies/addresses";
import { derived } from "./derived";
import { cidr, dnsLabel, type Fault } from "./formats";
import { checked, isDeferred } from "./refusal";
import { allowing, waiversFor, type Waivers } from "./waivers";

export type Peer = kubernetes.types.input.networking.v1.NetworkPolicyPeer;

/** Selects the namespace of a name. */
export function named(component: pulumi.Resource, argument: string, namespace: pulumi.Input<string>) {
    const name = checked(component, `${argument}.namespace`, namespace, dnsLabel);
    return { matchLabels: { "kubernetes.io/metadata.name": name } };
}

/** What is special about a block. */
interface BlockOptions {
    fault?: Fault<string>;
    /** Parts of it that are left out. */
    exceptions?: pulumi.Input<string>[];
    /** The waivers that may let the addresses through which give out the node's credentials, as a block of their own. */
    waivers?: Waivers;
}

/** A block without the addresses that give out the node's credentials, and without the exceptions that are given. */
export function block(
    component: pulumi.Resource,
    argument: string,
    value: pulumi.Input<string>,
    { fault = () => undefined, exceptions = [], waivers }: BlockOptions = {},
) {
    const isWaived = waivers !== undefined && waiversFor(waivers, "no-metadata-egress").length > 0;
    const way = waivers === undefined ? "" : ` (no-metadata-egress). ${allowing(waivers, "no-metadata-egress")}`;
    const closed: Fault<string> = (text) =>
        isMetadata(text) && !isWaived ? `is where the node's cloud gives out its credentials${way}` : undefined;
    const faults: Fault<string> = (text) => cidr(text) ?? closed(text) ?? fault(text);
    const known = checked(component, `${argument}.cidr`, value, faults);
    const within: Fault<string> = (text) =>
        cidr(text) ?? (isDeferred(value) || isPart(text, value) ? undefined : `is not a part of ${value}`);
    const given = exceptions.map((each) => checked(component, `${argument}.except`, each, within));
    const except = derived<string, pulumi.Input<string>[]>(known, (text) => {
        const covered = (each: string) => given.some((one) => !isDeferred(one) && isWithin(each, one));
        const all = [
            ...given,
            ...(isMetadata(text) ? [] : metadataIn(text)).map(hostBlock).filter((each) => !covered(each)),
        ];
        return isDeferred(known) ? pulumi.output(all) : all;
    });
    return Array.isArray(except) && except.length === 0 ? { cidr: known } : { cidr: known, except };
}

function isPart(inner: string, outer: string): boolean {
    return isWithin(inner, outer) && !isWithin(outer, inner);
}

function isMetadata(text: string): boolean {
    return metadataAddresses.some((address) => isWithin(text, hostBlock(address)));
}
