import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { hostBlock } from "hardened-containers-policies/addresses";
import { derived } from "./derived";
import { address, port } from "./formats";
import { labels } from "./labels";
import { block, named, type Peer } from "./peers";
import { checked, refuse } from "./refusal";
import type { Waivers } from "./waivers";

type Rule = kubernetes.types.input.networking.v1.NetworkPolicyEgressRule;

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
                const host = checked(component, `dns.${argument}`, value, address);
                return { ipBlock: { cidr: derived(host, hostBlock) } };
            }),
        ],
        ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
        ],
    };
}

/** The peer and ports of a connection, refused if it would let everything through; egress has the workload's waivers. */
export function connection(component: pulumi.Resource, argument: string, args: ConnectionArgs, waivers?: Waivers) {
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
            : { ipBlock: block(component, argument, args.cidr, { waivers }) };
    return {
        peer,
        ports: ports.map((each) => ({ protocol, port: checked(component, `${argument}.ports`, each, port) })),
    };
}
