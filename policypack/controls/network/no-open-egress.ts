import { control } from "../../control";
import type { Data } from "../../resource";
import { everyPort, networkRules, openBlock, peersOf } from "../../subjects/network-rules";

const egress = (cidr: string, block: Data = {}, rule: Data = {}) => ({
    direction: "Egress" as const,
    rule: { to: [{ ipBlock: { cidr, ...block } }], ...rule },
});
const all = "0.0.0.0/0";

export default control({
    id: "no-open-egress",
    title: "Network policies do not open all ports of all addresses to egress",
    severity: "high",
    level: "advisory",
    why: "A broken pod then fetches its tools from anywhere, carries data away by any protocol and scans the networks that the cluster is connected to.",
    references: ["NSA: Network policies"],
    on: networkRules,
    check: (subject) => {
        if (subject.direction !== "Egress") return undefined;
        const ports = everyPort(subject.rule);
        const block = peersOf(subject)
            .map(openBlock)
            .find((each) => each !== undefined);
        return ports === undefined || block === undefined ? undefined : `allows ${ports} to ${block}`;
    },
    good: [
        egress("10.0.0.0/8"),
        egress("fd00::/8"),
        egress(all, { except: ["10.0.0.0/8", "169.254.169.254/32"] }),
        egress(all, {}, { ports: [{ port: 443 }] }),
        egress("::/0", {}, { ports: [{ protocol: "TCP", port: "https" }] }),
        egress(all, {}, { ports: [{ port: 1024, endPort: 65535 }] }),
        egress(all, {}, { ports: [{ port: 1, endPort: 1023 }] }),
        // Everything and every pod are no-allow-all-rule's.
        { direction: "Egress", rule: {} },
        { direction: "Egress", rule: { to: [{ podSelector: {} }] } },
        // Ingress, too.
        { direction: "Ingress", rule: { from: [{ ipBlock: { cidr: all } }] } },
    ],
    bad: [
        egress(all),
        egress("::/0"),
        egress("0.0.0.0/1"),
        egress("2000::/3"),
        egress(all, { except: [] }),
        // The exception that no-metadata-egress asks for bounds nothing.
        egress(all, { except: ["169.254.169.254/32"] }),
        egress("::/0", { except: ["fd00:ec2::254/128"] }),
        egress(all, {}, { ports: [] }),
        egress(all, {}, { ports: [{ protocol: "TCP" }] }),
        egress(all, {}, { ports: [{ protocol: "UDP", port: 1, endPort: 65535 }] }),
    ],
});
