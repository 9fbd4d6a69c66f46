import * as pulumi from "@pulumi/pulumi";
import { isOpen } from "hardened-containers-policies/addresses";
import { isData } from "hardened-containers-policies/resource";
import { policyOf, register, type End } from "./access-policy";
import { isDeclared } from "./declared";
import { derived } from "./derived";
import { dnsLabel, port } from "./formats";
import { labels } from "./labels";
import { Protocol } from "./network";
import { block, named } from "./peers";
import { checked, isDeferred, refuse, verify } from "./refusal";
import { allowing, refuseUnneeded, waiversFor, waiversOf, type WaivableArgs, type Waivers } from "./waivers";

/** One end of a connection: pods of a namespace, or a block of IP addresses. */
export interface EndArgs {
    /** Name of the namespace; of a `Namespace`, its output `name`. */
    namespace?: pulumi.Input<string>;
    /** Labels of the pods; of a workload, its output `selector`. Default: all pods of `namespace`. */
    pods?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Block of IP addresses, such as `10.0.0.0/8`, instead of `namespace` and `pods`. What lies in it of the cloud's
     * metadata service is left out.
     */
    cidr?: pulumi.Input<string>;
    /** Parts of `cidr` that are left out. Default: none. */
    except?: pulumi.Input<string>[];
}

/** Ports in a row, both ends included. */
export interface PortRangeArgs {
    first: number;
    last: number;
}

export interface NetworkAccessArgs extends WaivableArgs {
    /** Name of the policies in Kubernetes, before `-egress` and `-ingress`. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /** The end that connects. */
    from: EndArgs;
    /** The end that is connected to. */
    to: EndArgs;
    /** Ports of the end that is connected to. At least one, here or in `portRanges`. */
    ports?: pulumi.Input<number>[];
    /** Ranges of ports of the end that is connected to; 1 to 65535 is all of them, which an open block may not have. */
    portRanges?: PortRangeArgs[];
    /** Default: TCP. */
    protocol?: Protocol;
}

/**
 * One connection that is allowed, at each end whose Namespace this program declares: a policy for egress in that of
 * `from`, one for ingress in that of `to`. What is left out has to be allowed where the other Namespace is declared.
 *
 * A Namespace counts as declared here if `namespace` is an output of it (`shop.name`), be it a component or a Kubernetes
 * Namespace, or if it is the name of a component `Namespace` that comes before in the program. The name of one that
 * comes later, or whose name is an output, is not recognised: give its output.
 */
export class NetworkAccess extends pulumi.ComponentResource {
    /** Ends in a namespace whose policy is not made here, because this program does not declare it: `from` or `to`. */
    readonly leftOut: pulumi.Output<string[]>;

    constructor(name: string, args: NetworkAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:NetworkAccess", name, {}, opts);
        const base = checked(this, "name", args.name ?? name, dnsLabel);
        const allowed = portsOf(this, args);
        const waivers = waiversOf(this, args);
        const ends = [end(this, "from", args, waivers), end(this, "to", args, waivers)] as const;
        const made = ends.map((one, index) => policyOf(this, base, one, ends[1 - index] ?? ends[0], allowed, waivers));
        refuseUnneeded(this, waivers);
        const declared = ends.map(({ policy }) => policy !== undefined && isDeclared(this, policy.namespace));

        // Nothing is registered before all arguments have been judged.
        const make = (here: readonly boolean[]): string[] => {
            if (!here.includes(true)) {
                const hint = "give an output of a Namespace, or the name of a component Namespace that comes before";
                refuse(this, "from", `and argument to are in no Namespace that this program declares: ${hint}`);
            }
            const left = ends.filter(({ policy }, index) => policy !== undefined && here[index] !== true);
            for (const { argument } of left) announce(this, args, argument);
            for (const [index, policy] of made.entries()) {
                if (policy !== undefined && here[index] === true) register(this, name, policy);
            }
            const leftOut = left.map(({ argument }) => argument);
            this.registerOutputs({ leftOut });
            return leftOut;
        };
        const known = declared.filter((each) => typeof each === "boolean");
        const all =
            known.length === declared.length ? known : Promise.all(declared.map((each) => Promise.resolve(each)));
        this.leftOut = pulumi.output(all instanceof Promise ? all.then(make) : make(all));
    }
}

/** Says whose policy is to be made elsewhere. */
function announce(component: pulumi.Resource, args: NetworkAccessArgs, argument: End["argument"]): void {
    const { namespace } = args[argument];
    const which = typeof namespace === "string" ? ` ${namespace}` : "";
    const direction = argument === "from" ? "egress" : "ingress";
    void pulumi.log.info(
        `The policy of the end ${argument} is left out: this program does not declare Namespace${which}. ` +
            `If ${direction} is denied there, allow this connection where it is declared.`,
        component,
    );
}

function end(component: pulumi.Resource, argument: End["argument"], args: NetworkAccessArgs, waivers: Waivers): End {
    const given: unknown = args[argument];
    // JavaScript may leave it out.
    if (!isData(given) || isDeferred(given))
        refuse(component, argument, "is not an object: only values inside it may be outputs");
    const { namespace, pods, cidr, except } = args[argument];
    if (cidr !== undefined) {
        if (namespace !== undefined || pods !== undefined)
            refuse(component, argument, "names a cidr beside pods or a namespace: make two accesses of it");
        const isWaived = waiversFor(waivers, "no-open-egress").length > 0;
        const open = (text: string): string | undefined =>
            isOpen(text) && args.portRanges?.some(isEveryPort) === true && !isWaived
                ? `is open, and so are all ports (no-open-egress): name the ports. ${allowing(waivers, "no-open-egress")}`
                : undefined;
        const own = argument === "to" ? waivers : undefined;
        const options = { fault: open, exceptions: except, waivers: own };
        return { argument, peer: { ipBlock: block(component, argument, cidr, options) } };
    }
    if (except !== undefined) refuse(component, `${argument}.except`, "is of no use without a cidr");
    if (namespace === undefined) {
        const what = pods === undefined ? "neither a namespace nor a cidr, which is everything" : "no namespace";
        refuse(component, argument, `names ${what} (no-allow-all-rule)`);
    }
    const namespaceSelector = named(component, argument, namespace);
    const podSelector = pods === undefined ? {} : { matchLabels: podLabels(component, `${argument}.pods`, pods) };
    const peer = { namespaceSelector, ...(pods === undefined ? {} : { podSelector }) };
    const within = namespaceSelector.matchLabels["kubernetes.io/metadata.name"];
    return { argument, peer, policy: { namespace: within, podSelector } };
}

/** Labels that select some pods, each key and value checked. */
function podLabels(component: pulumi.Resource, argument: string, pods: NonNullable<EndArgs["pods"]>) {
    const judged = (given: unknown, secret: boolean) => {
        if (!isData(given) || Object.keys(given).length === 0)
            refuse(component, argument, "names no label, which is every pod of the namespace: leave it out for that");
        const values = Object.entries(given as Record<string, pulumi.Input<string>>);
        const each = secret ? values.map(([key, value]) => [key, pulumi.secret(value)]) : values;
        return labels(component, argument, Object.fromEntries(each) as Record<string, pulumi.Input<string>>);
    };
    if (!isDeferred(pods)) return judged(pods, false);
    const output = pulumi.output(pods as Promise<object>);
    return derived(output, async (known) => pulumi.output(judged(known, await pulumi.isSecret(output))));
}

const isEveryPort = ({ first, last }: PortRangeArgs): boolean => first <= 1 && last >= 65535;

function portsOf(
    component: pulumi.Resource,
    { ports = [], portRanges = [], protocol = Protocol.Tcp }: NetworkAccessArgs,
) {
    if (!Array.isArray(ports) || !Array.isArray(portRanges) || ports.length + portRanges.length === 0)
        refuse(component, "ports", "names no port, which is every port");
    const single = ports.map((each) => ({ protocol, port: checked(component, "ports", each, port) }));
    const ranges = portRanges.map(({ first, last }) => {
        verify(component, "portRanges.first", first, port);
        verify(component, "portRanges.last", last, port);
        if (last < first) refuse(component, "portRanges", `ends at ${last}, before it starts at ${first}`);
        return { protocol, port: first, endPort: last };
    });
    return [...single, ...ranges];
}
