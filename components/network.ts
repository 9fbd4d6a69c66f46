import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { address, cidr, dnsLabel, port } from "./formats";
import { labels } from "./labels";
import { checked, isDeferred, refuse } from "./refusal";

type Rule = kubernetes.types.input.networking.v1.NetworkPolicyEgressRule;
type Peer = kubernetes.types.input.networking.v1.NetworkPolicyPeer;

/** Protocols of a connection. */
export const Protocol = { Tcp: "TCP", Udp: "UDP", Sctp: "SCTP" } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** One end of the connections that are allowed, and their ports. */
export interface ConnectionArgs {
    /** Labels of the pods at the other end. Default: all pods of `namespace`. */
    pods?: Record<string, pulumi.Input<string>>;
    /** Name of the namespace at the other end. Default: the workload's own, where `pods` is given. */
    namespace?: pulumi.Input<string>;
    /** Block of IP addresses at the other end, such as `10.0.0.0/8`; instead of `pods` and `namespace`. */
    cidr?: pulumi.Input<string>;
    /** Ports of the end that is connected to; at least one. */
    ports: pulumi.Input<number>[];
    /** Default: TCP. */
    protocol?: Protocol;
}

/** Where names are resolved, beside the DNS pods that are labelled `k8s-app: kube-dns`. */
export interface DnsArgs {
    /** Address of NodeLocal DNSCache, if the cluster has it; usually `169.254.20.10`. */
    nodeLocalAddress?: pulumi.Input<string>;
    /** Address of the cluster's DNS Service, where DNS does not run as pods, such as in EKS Auto Mode. */
    clusterAddress?: pulumi.Input<string>;
}

/** What the node's cloud gives out its credentials at. */
const metadataAddresses = ["169.254.169.254", "fd00:ec2::254"];

/** The rule that lets pods resolve names. */
export function dnsRule(component: pulumi.Resource, dns: DnsArgs = {}): Rule {
    const addresses = Object.entries(dns).filter(([, value]) => value !== undefined) as [
        string,
        pulumi.Input<string>,
    ][];
    return {
        to: [
            {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
            ...addresses.map(([argument, value]) => {
                const host = pulumi.output(checked(component, `dns.${argument}`, value, address));
                return { ipBlock: { cidr: isDeferred(value) ? host.apply(hostBlock) : hostBlock(value) } };
            }),
        ],
        ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
        ],
    };
}

function hostBlock(host: string): string {
    return host.includes(":") ? `${host}/128` : `${host}/32`;
}

/** The peer and ports of a connection, refused if it would let everything through. */
export function connection(component: pulumi.Resource, argument: string, args: ConnectionArgs) {
    const { pods, namespace, ports, protocol = Protocol.Tcp } = args;
    const selectsPods = pods !== undefined && Object.keys(pods).length > 0;
    if (args.cidr !== undefined && (pods !== undefined || namespace !== undefined)) {
        refuse(component, argument, "names a cidr beside pods or a namespace: make two connections of it");
    }
    if (args.cidr === undefined && !selectsPods && namespace === undefined) {
        refuse(component, argument, "names neither pods nor a namespace nor a cidr, which is everything");
    }
    // JavaScript may leave it out.
    if (!Array.isArray(ports) || ports.length === 0)
        refuse(component, `${argument}.ports`, "names no port, which is every port");
    const peer: Peer =
        args.cidr === undefined
            ? {
                  ...(selectsPods ? { podSelector: { matchLabels: labels(component, `${argument}.pods`, pods) } } : {}),
                  ...(namespace === undefined ? {} : { namespaceSelector: named(component, argument, namespace) }),
              }
            : { ipBlock: block(component, argument, args.cidr) };
    return {
        peer,
        ports: ports.map((each) => ({ protocol, port: checked(component, `${argument}.ports`, each, port) })),
    };
}

function named(component: pulumi.Resource, argument: string, namespace: pulumi.Input<string>) {
    const name = checked(component, `${argument}.namespace`, namespace, dnsLabel);
    return { matchLabels: { "kubernetes.io/metadata.name": name } };
}

/** A block without the addresses that give out the node's credentials. */
function block(component: pulumi.Resource, argument: string, value: pulumi.Input<string>) {
    const known = checked(component, `${argument}.cidr`, value, (text) => cidr(text) ?? onlyMetadata(text));
    if (isDeferred(value)) return { cidr: known, except: pulumi.output(known).apply(metadataIn) };
    const except = metadataIn(value);
    return except.length > 0 ? { cidr: known, except } : { cidr: known };
}

/** The metadata addresses in a block, as blocks of one address. */
function metadataIn(block: string): string[] {
    const range = ipaddr.parseCIDR(block);
    return metadataAddresses
        .filter((each) => {
            const metadata = ipaddr.parse(each);
            return metadata.kind() === range[0].kind() && metadata.match(range);
        })
        .map(hostBlock);
}

function onlyMetadata(block: string): string | undefined {
    const [host, bits] = ipaddr.parseCIDR(block);
    return metadataAddresses.map(hostBlock).includes(`${host.toString()}/${bits}`)
        ? "is where the node's cloud gives out its credentials"
        : undefined;
}
