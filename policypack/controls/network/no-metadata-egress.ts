import { hostBlock } from "../../addresses";
import { across, control } from "../../control";
import type { Data } from "../../resource";
import { egressRules, isDenied } from "../../subjects/egress-rules";
import { everyPort, metadataReached, networkRules, peersOf } from "../../subjects/network-rules";

const to = (cidr: string, block: Data = {}, rule: Data = {}) => ({ to: [{ ipBlock: { cidr, ...block } }], ...rule });
const egress = (rule: Data) => ({ direction: "Egress" as const, rule });
const all = "0.0.0.0/0";
const metadata = "169.254.169.254/32";

const beside = (kind: string) => (spec: Data) => ({
    rule: to(all),
    policies: [{ kind, applies: true as const, spec }],
});
const cilium = beside("cilium.io/CiliumClusterwideNetworkPolicy");
const calico = beside("projectcalico.org/GlobalNetworkPolicy");
const admin = beside("policy.networking.k8s.io/AdminNetworkPolicy");
const tiered = beside("policy.networking.k8s.io/ClusterNetworkPolicy");
const denied = { action: "Deny", destination: { nets: [metadata] } };
const networks = { action: "Deny", to: [{ networks: [metadata] }] };
const exempt = { toCIDRSet: [{ cidr: "169.254.0.0/16", except: [metadata] }] };

const says = (addresses: readonly string[]): string | undefined =>
    addresses.length === 0
        ? undefined
        : `allows egress to ${addresses.join(" and ")}, which gives out the credentials of the node`;

export default control({
    id: "no-metadata-egress",
    title: "Network policies leave the cloud's metadata service out of egress",
    severity: "high",
    level: "advisory",
    why: "The service gives the node's credentials for the cloud to whoever asks from the node, also to whoever makes a pod send a request for them.",
    references: ["NSA: Network policies"],
    on: networkRules,
    // A block that is made for the service of the node. What a wider one reaches, another policy may deny.
    check: (subject) => (subject.direction === "Egress" ? says(metadataReached(subject, "local")) : undefined),
    good: [
        egress({}),
        egress(to(all)),
        egress(to("169.254.20.10/32")),
        egress(to("169.254.0.0/16", { except: [metadata] })),
        egress(to(metadata, {}, { ports: [{ port: 443 }] })),
        egress(to(metadata, {}, { ports: [{ port: 81, endPort: 90 }] })),
        egress(to(metadata, {}, { ports: [{ protocol: "UDP", port: 80 }] })),
        egress({ to: [{ podSelector: {} }] }),
        { direction: "Ingress", rule: { from: [{ ipBlock: { cidr: metadata } }] } },
    ],
    bad: [
        egress(to(metadata)),
        egress(to("169.254.0.0/16", { except: ["169.254.20.10/32"] })),
        egress(to("fd00:ec2::/64", { except: [] })),
        egress(to(metadata, {}, { ports: [] })),
        egress(to(metadata, {}, { ports: [{ protocol: "TCP" }] })),
        egress(to(metadata, {}, { ports: [{ port: 79, endPort: 80 }] })),
    ],
    across: across({
        on: egressRules,
        check: ({ rule, policies }) => {
            const subject = egress(rule);
            // Everything, on all ports, is no-allow-all-rule's.
            if (peersOf(subject).length === 0 && everyPort(rule) !== undefined) return undefined;
            const judged = metadataReached(subject, "local");
            const reached = metadataReached(subject, "wide").filter((address) => !judged.includes(address));
            return says(reached.filter((address) => !isDenied(policies, hostBlock(address))));
        },
        good: [
            { rule: {}, policies: [] },
            { rule: { to: [], ports: [] }, policies: [] },
            { rule: { to: [], ports: [{ protocol: "TCP" }] }, policies: [] },
            { rule: { ports: [{ protocol: "TCP", port: 443 }] }, policies: [] },
            { rule: { ports: [{ protocol: "UDP", port: 53 }] }, policies: [] },
            { rule: { ports: [{ port: 1, endPort: 79 }] }, policies: [] },
            { rule: { to: [{ podSelector: {} }] }, policies: [] },
            { rule: to("10.0.0.0/8"), policies: [] },
            { rule: to(metadata), policies: [] },
            { rule: to(all, { except: [metadata] }), policies: [] },
            cilium({ endpointSelector: {}, egressDeny: [{ toCIDR: [metadata] }] }),
            cilium({ endpointSelector: {}, egressDeny: [{ toCIDRSet: [{ cidr: "169.254.0.0/16" }] }] }),
            calico({ order: 10, egress: [denied] }),
            calico({ tier: "security", selector: "all()", types: ["Egress"], egress: [denied] }),
            calico({ tier: "security", egress: [{ action: "Deny" }] }),
            admin({ subject: { namespaces: {} }, egress: [networks] }),
            tiered({ subject: { namespaces: {} }, tier: "Admin", egress: [networks] }),
        ],
        bad: [
            { rule: to(all), policies: [] },
            { rule: to("::/0"), policies: [] },
            { rule: to(all, { except: ["10.0.0.0/8"] }), policies: [] },
            { rule: to(all, { except: [] }, { ports: [] }), policies: [] },
            { rule: { to: [], ports: [{ port: 80 }] }, policies: [] },
            { rule: { ports: [{ protocol: "TCP", port: 79, endPort: 80 }] }, policies: [] },
            cilium({ endpointSelector: {}, egressDeny: [exempt] }),
            cilium({ endpointSelector: {}, egressDeny: [{ toCIDR: ["10.0.0.0/8"] }] }),
            cilium({ endpointSelector: {}, egressDeny: [{ toCIDR: [metadata], toPorts: [{ ports: [] }] }] }),
            cilium({ endpointSelector: { matchLabels: { app: "web" } }, egressDeny: [{ toCIDR: [metadata] }] }),
            cilium({ endpointSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } }),
            calico({ egress: [denied] }),
            calico({ order: 2000, egress: [denied] }),
            calico({ tier: "default", egress: [denied] }),
            calico({ order: 10, selector: "app == 'web'", egress: [denied] }),
            calico({ order: 10, types: ["Ingress"], egress: [denied] }),
            calico({ order: 10, egress: [{ action: "Allow" }, denied] }),
            calico({ order: 10, egress: [{ ...denied, protocol: "UDP" }] }),
            calico({ order: 10, egress: [{ ...denied, source: { selector: "app == 'web'" } }] }),
            calico({ order: 10, egress: [{ ...denied, destination: { nets: ["10.0.0.0/8"] } }] }),
            calico({ order: 10, egress: [{ action: "Deny", destination: { ports: [443] } }] }),
            calico({ order: 10, egress: [{ action: "Deny", destination: { notPorts: [443] } }] }),
            calico({ order: 10, egress: [{ action: "Deny", destination: { notNets: [metadata] } }] }),
            calico({ order: 10, egress: [{ action: "Deny", destination: { selector: "app == 'web'" } }] }),
            admin({ subject: { namespaces: {} }, egress: [{ ...networks, action: "Allow" }] }),
            admin({ subject: { namespaces: {} }, egress: [{ ...networks, ports: [{ portNumber: { port: 443 } }] }] }),
            admin({ subject: { namespaces: {} }, egress: [{ action: "Deny", to: [{ networks: ["10.0.0.0/8"] }] }] }),
            tiered({ subject: { namespaces: {} }, tier: "Baseline", egress: [networks] }),
            tiered({ subject: { namespaces: {} }, tier: "Admin", egress: [{ ...networks, protocols: [{ tcp: {} }] }] }),
        ],
    }),
});
