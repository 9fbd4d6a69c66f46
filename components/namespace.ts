import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { newest } from "hardened-containers-policies/versions";
import { declare } from "./declared";
import { between, byteCount, bytes, dnsLabel, type Fault } from "./formats";
import { hardened } from "./hardening";
import { annotations, labels } from "./labels";
import { dnsRule, type DnsArgs } from "./network";
import { checked } from "./refusal";
import { refuseUnneeded, waiversOf, type WaivableArgs } from "./waivers";

/** The most that the pods of a namespace may take together. */
export interface QuotaArgs {
    /** Pods. Default: 100. */
    pods?: pulumi.Input<number>;
    /** Memory limits of all pods together, in bytes. Default: `64Gi`. */
    memory?: pulumi.Input<string>;
    /** Services of type LoadBalancer, each of which opens the namespace to other networks. Default: 0. */
    loadBalancers?: pulumi.Input<number>;
    /** Node ports, also those of load balancers. Default: 0. */
    nodePorts?: pulumi.Input<number>;
}

/** What a container gets that says nothing of its memory, and the most that one may ask for. */
export interface MemoryLimitArgs {
    /** Limit and request of a container without one, in bytes. Default: `256Mi`. */
    default?: pulumi.Input<string>;
    /** Highest limit of one container, in bytes. Default: `8Gi`. */
    max?: pulumi.Input<string>;
}

export interface NamespaceArgs extends WaivableArgs {
    /** Name in Kubernetes. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /** Further labels. Those of Pod Security name no level but `restricted` without a waiver. */
    labels?: Record<string, pulumi.Input<string>>;
    annotations?: Record<string, pulumi.Input<string>>;
    /** Version of the Pod Security Standards that is enforced, such as `v1.35`. Default: the newest known one. */
    podSecurityVersion?: pulumi.Input<string>;
    dns?: DnsArgs;
    quota?: QuotaArgs;
    memoryLimit?: MemoryLimitArgs;
}

const version: Fault<string> = (value) =>
    /^(latest|v1\.\d{1,3})$/.test(value) ? undefined : "is not a version of the Pod Security Standards, such as v1.35";

const podSecurity = "pod-security.kubernetes.io";

/**
 * A namespace that admits only pods of Pod Security level `restricted`, denies all traffic but DNS, and bounds what its
 * pods may take together.
 */
export class Namespace extends pulumi.ComponentResource {
    /** Name in Kubernetes, known once the namespace is there: what uses it waits for the namespace. */
    readonly name: pulumi.Output<string>;

    constructor(name: string, args: NamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:Namespace", name, {}, opts);
        const metadata = {
            name: checked(this, "name", args.name ?? name, dnsLabel),
            labels: labelsOf(this, args),
            annotations: annotations(this, "annotations", args.annotations),
        };
        const waivers = waiversOf(this, args);
        const refusal = {
            component: this,
            waivers,
            argumentOf: (_: string, path: string) => (path.includes("annotations") ? "annotations" : "labels"),
        };
        const made = hardened("kubernetes:core/v1:Namespace", { metadata }, refusal);
        refuseUnneeded(this, waivers);
        const dns = { podSelector: {}, policyTypes: ["Egress"], egress: [dnsRule(this, args.dns)] };
        const hard = quotaOf(this, args.quota ?? {});
        const limits = [limitOf(this, args.memoryLimit ?? {})];

        // Nothing is registered before all arguments have been judged.
        const children = { parent: this };
        const namespace = new kubernetes.core.v1.Namespace(`${name}-namespace`, made, children);
        this.name = namespace.metadata.name;
        declare(this, args.name ?? name, namespace);
        const within = (child: string) => ({ name: child, namespace: this.name });
        new kubernetes.networking.v1.NetworkPolicy(
            `${name}-default-deny`,
            { metadata: within("default-deny"), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
            children,
        );
        new kubernetes.networking.v1.NetworkPolicy(
            `${name}-dns`,
            { metadata: within("allow-dns"), spec: dns },
            children,
        );
        new kubernetes.core.v1.ResourceQuota(`${name}-quota`, { metadata: within("quota"), spec: { hard } }, children);
        new kubernetes.core.v1.LimitRange(`${name}-limits`, { metadata: within("limits"), spec: { limits } }, children);
        // The cluster itself creates this one in every namespace.
        new kubernetes.core.v1.ServiceAccountPatch(
            `${name}-default-service-account`,
            {
                metadata: { ...within("default"), annotations: { "pulumi.com/patchForce": "true" } },
                automountServiceAccountToken: false,
            },
            children,
        );
        this.registerOutputs({ name: this.name });
    }
}

/** The labels, of which those of Pod Security have one version. */
function labelsOf(component: pulumi.Resource, args: NamespaceArgs): Record<string, pulumi.Input<string>> {
    const pinned = checked(component, "podSecurityVersion", args.podSecurityVersion ?? `v1.${newest}`, version);
    const versions = ["enforce", "warn", "audit"].map((mode) => [`${podSecurity}/${mode}-version`, pinned] as const);
    return { ...Object.fromEntries(versions), ...labels(component, "labels", args.labels) };
}

function quotaOf(component: pulumi.Resource, quota: QuotaArgs) {
    const count = (argument: keyof QuotaArgs, value: pulumi.Input<number>) =>
        pulumi.output(checked(component, `quota.${argument}`, value, between(0, 1_000_000))).apply(String);
    return {
        pods: count("pods", quota.pods ?? 100),
        "limits.memory": checked(component, "quota.memory", quota.memory ?? "64Gi", bytes),
        "services.loadbalancers": count("loadBalancers", quota.loadBalancers ?? 0),
        "services.nodeports": count("nodePorts", quota.nodePorts ?? 0),
    };
}

function limitOf(component: pulumi.Resource, limit: MemoryLimitArgs) {
    const { max = "8Gi" } = limit;
    const withinMax: Fault<string> = (value) => {
        if (bytes(value) !== undefined || typeof max !== "string" || bytes(max) !== undefined) return bytes(value);
        return byteCount(value) > byteCount(max) ? `is more than memoryLimit.max, which is ${max}` : undefined;
    };
    const memory = checked(component, "memoryLimit.default", limit.default ?? "256Mi", withinMax);
    return {
        type: "Container",
        default: { memory },
        defaultRequest: { memory },
        max: { memory: checked(component, "memoryLimit.max", max, bytes) },
    };
}
