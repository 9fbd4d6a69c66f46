import ipaddr from "ipaddr.js";

/** Where clouds give out the credentials of a node to whoever asks from it: over IPv4, and over IPv6 on AWS. */
export const metadataAddresses = ["169.254.169.254", "fd00:ec2::254"];

/** Blocks that hold nothing but services of the node and its cloud. */
const local = ["169.254.0.0/16", "fd00:ec2::/32"];
/** Every address of the IPv6 internet. */
const globalIpv6 = "2000::/3";

type Block = ReturnType<typeof ipaddr.parseCIDR>;

/** A block of IP addresses; nothing where it is none, which the API server refuses. */
function parse(block: unknown): Block | undefined {
    return typeof block === "string" && ipaddr.isValidCIDR(block) ? ipaddr.parseCIDR(block) : undefined;
}

/** The block that holds one address. */
export function hostBlock(address: string): string {
    return address.includes(":") ? `${address}/128` : `${address}/32`;
}

/** Whether all addresses of a block are in another one. */
export function isWithin(block: unknown, wider: unknown): boolean {
    const [inner, outer] = [parse(block), parse(wider)];
    if (inner === undefined || outer === undefined) return false;
    return inner[0].kind() === outer[0].kind() && inner[1] >= outer[1] && inner[0].match(outer);
}

/** Whether a block names the services of the node and its cloud, and nothing else. */
export function isLocal(block: unknown): boolean {
    return local.some((each) => isWithin(block, each));
}

/** The metadata addresses in a block. */
export function metadataIn(block: unknown): string[] {
    return metadataAddresses.filter((address) => isWithin(hostBlock(address), block));
}

/** Whether a block leaves out next to nothing: half of all addresses or more, or the whole IPv6 internet. */
export function isOpen(block: unknown): boolean {
    const [, bits] = parse(block) ?? [];
    return bits !== undefined && (bits <= 1 || isWithin(globalIpv6, block));
}
