import { control } from "../../control";
import type { Data } from "../../resource";
import { everyPort, isEveryPod, networkRules, openBlock, peersOf } from "../../subjects/network-rules";

const ingress = (rule: Data) => ({ direction: "Ingress" as const, rule });
const egress = (rule: Data) => ({ direction: "Egress" as const, rule });
const web = { podSelector: { matchLabels: { app: "web" } } };
const byKey = { matchExpressions: [{ key: "team", operator: "Exists" }] };
const anywhere = { ipBlock: { cidr: "0.0.0.0/0" } };
const exceptions = (...except: string[]) => ({ ipBlock: { ...anywhere.ipBlock, except } });

export default control({
    id: "no-allow-all-rule",
    title: "No rule of a network policy lets everything reach everything",
    severity: "high",
    level: "mandatory",
    why: "Rules add up: one that allows everything undoes the default deny of its namespace, and every narrower rule beside it.",
    references: ["NSA: Network policies"],
    on: networkRules,
    check: (subject) => {
        const ports = everyPort(subject.rule);
        const peers = peersOf(subject);
        if (ports === undefined) return undefined;
        const way = subject.direction === "Ingress" ? "from" : "to";
        if (peers.length === 0) return `allows ${ports} ${way} everywhere`;
        if (peers.some(isEveryPod)) return `allows ${ports} ${way} every pod of every namespace`;
        // Towards addresses that is no-open-egress: there are clusters whose pods work for the whole internet.
        const block = way === "from" ? peers.map(openBlock).find((each) => each !== undefined) : undefined;
        return block === undefined ? undefined : `allows ${ports} from ${block}`;
    },
    good: [
        ingress({ from: [web] }),
        ingress({ from: [{ podSelector: {} }] }),
        ingress({ from: [{ namespaceSelector: {}, ...web }] }),
        ingress({ from: [{ namespaceSelector: {}, podSelector: byKey }] }),
        ingress({ from: [{ namespaceSelector: { matchLabels: { team: "web" } } }] }),
        ingress({ from: [{ namespaceSelector: byKey }] }),
        ingress({ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }),
        ingress({ from: [exceptions("10.0.0.0/8")] }),
        ingress({ ports: [{ port: 443 }] }),
        ingress({ from: [], ports: [{ protocol: "TCP", port: "http" }] }),
        ingress({ from: [anywhere], ports: [{ port: 1, endPort: 1023 }, { port: 8080 }] }),
        ingress({ ports: [{ port: 1024, endPort: 65535 }] }),
        egress({ to: [web] }),
        egress({ to: [{ podSelector: {} }] }),
        egress({ to: [{ namespaceSelector: {}, ...web }] }),
        egress({ to: [{ namespaceSelector: {}, podSelector: byKey }] }),
        egress({ to: [{ namespaceSelector: { matchLabels: { team: "web" } } }] }),
        egress({ to: [{ namespaceSelector: byKey }] }),
        egress({ to: [anywhere] }),
        egress({ ports: [{ protocol: "UDP", port: 53 }] }),
    ],
    bad: [
        ingress({}),
        ingress({ from: [] }),
        ingress({ from: [], ports: [] }),
        ingress({ from: [], ports: [{ protocol: "UDP" }] }),
        ingress({ ports: [{ port: 443 }, {}] }),
        ingress({ ports: [{ port: 1, endPort: 65535 }] }),
        ingress({ from: [{ namespaceSelector: {} }] }),
        ingress({ from: [web, { namespaceSelector: { matchLabels: {} }, podSelector: {} }] }),
        ingress({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: {}, matchExpressions: [] } }] }),
        ingress({ from: [anywhere] }),
        ingress({ from: [{ ipBlock: { cidr: "::/0" } }] }),
        ingress({ from: [exceptions("169.254.169.254/32")] }),
        egress({}),
        egress({ to: [] }),
        egress({ to: [{ namespaceSelector: {} }] }),
        egress({ to: [{ namespaceSelector: {}, podSelector: { matchLabels: {} } }], ports: [{ protocol: "TCP" }] }),
    ],
});
