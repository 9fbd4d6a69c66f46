import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { oneOf } from "./choice";
import type { SecretKeyArgs } from "./container";
import type { SecretFilesArgs } from "./mounts";
import { overriddenResource, whenReady, type Fixed } from "./custom-resource";
import type { ExternalSecretObject } from "./external-secrets-api";
import { dnsLabel, dnsSubdomain, secretKey, type Fault } from "./formats";
import { hardened } from "./hardening";
import { checked, refuse, verify } from "./refusal";
import { refuseUnneeded, waiversOf, type WaivableArgs } from "./waivers";

/** Kinds of stores. */
export const SecretStoreKind = { SecretStore: "SecretStore", ClusterSecretStore: "ClusterSecretStore" } as const;
export type SecretStoreKind = (typeof SecretStoreKind)[keyof typeof SecretStoreKind];

/** What becomes of the Secret when the remote secrets are gone. */
export const DeletionPolicy = { Retain: "Retain", Delete: "Delete", Merge: "Merge" } as const;
export type DeletionPolicy = (typeof DeletionPolicy)[keyof typeof DeletionPolicy];

/** Where the value of a key of the Secret comes from. */
export interface RemoteRefArgs {
    /** Name of the secret in the store: all of it, with the store's prefix. */
    key: pulumi.Input<string>;
    /** Property of the remote secret, if that is a JSON object. Default: the whole secret. */
    property?: pulumi.Input<string>;
    /** Version of the remote secret. Default: the newest. */
    version?: pulumi.Input<string>;
}

export interface ExternalSecretArgs extends WaivableArgs {
    /** Name of the namespace; of a `Namespace`, its output `name`. */
    namespace: pulumi.Input<string>;
    /** Name in Kubernetes. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /** Name of the store; of a `SecretStore`, its output `name`. */
    store: pulumi.Input<string>;
    /** Default: SecretStore, one of the same namespace. */
    storeKind?: SecretStoreKind;
    /** The keys of the Secret, and where their values come from; at least one. */
    keys: Record<string, RemoteRefArgs>;
    /** How often the values are read again, as a Go duration. Default: `1h0m0s`. */
    refreshInterval?: pulumi.Input<string>;
    /** Name of the Secret. Default: the name in Kubernetes. */
    secretName?: pulumi.Input<string>;
    /** Default: Retain, the Secret stays as it is. */
    deletionPolicy?: DeletionPolicy;
    /** Fields of the ExternalSecret, merged over what the component made. The result is judged like everything else. */
    override?: ExternalSecretObject;
}

const fixed: readonly Fixed[] = [
    ["spec.secretStoreRef", "set the arguments store and storeKind"],
    ["spec.data", "set the argument keys"],
    ["spec.target.name", "set the argument secretName"],
    ["spec.target.creationPolicy", "the Secret is the component's own"],
    ["spec.target.deletionPolicy", "set the argument deletionPolicy"],
    ["spec.target.manifest", "what is made is a Secret"],
    ["spec.target.template.data", "the Secret would have other keys than the argument keys says"],
    ["spec.target.template.templateFrom", "the Secret would have other keys than the argument keys says"],
];

/** What `key` and `files` look up; a private field would be an output to other languages. */
const declaredKeys = new WeakMap<ExternalSecret, readonly string[]>();

/** A Secret that External Secrets fills from a store, and that is there once the component is. */
export class ExternalSecret extends pulumi.ComponentResource {
    /** Name in Kubernetes. */
    readonly name: pulumi.Output<string>;
    /** Name of the Secret, known once the Secret has been written: what uses it waits for the values. */
    readonly secretName: pulumi.Output<string>;

    constructor(name: string, args: ExternalSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:ExternalSecret", name, {}, opts);
        const own = checked(this, "name", args.name ?? name, dnsSubdomain);
        const namespace = checked(this, "namespace", args.namespace, dnsLabel);
        const secretName = checked(this, "secretName", args.secretName ?? own, dnsSubdomain);
        const bare = {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: { name: own, namespace, annotations: whenReady },
            spec: {
                secretStoreRef: {
                    name: checked(this, "store", args.store, dnsSubdomain),
                    kind: verify(
                        this,
                        "storeKind",
                        args.storeKind ?? SecretStoreKind.SecretStore,
                        oneOf(SecretStoreKind),
                    ),
                },
                refreshInterval: checked(this, "refreshInterval", args.refreshInterval ?? "1h0m0s", duration),
                target: {
                    name: secretName,
                    creationPolicy: "Owner",
                    deletionPolicy: verify(
                        this,
                        "deletionPolicy",
                        args.deletionPolicy ?? DeletionPolicy.Retain,
                        oneOf(DeletionPolicy),
                    ),
                },
                data: dataOf(this, args.keys),
            },
        } satisfies ExternalSecretObject & kubernetes.apiextensions.CustomResourceArgs;
        const waivers = waiversOf(this, args);
        const made = hardened(
            "kubernetes:external-secrets.io/v1:ExternalSecret",
            overriddenResource(this, bare, args.override, fixed),
            { component: this, argumentOf: () => "override", waivers },
        );
        refuseUnneeded(this, waivers);
        declaredKeys.set(this, Object.keys(args.keys));

        const resource = new kubernetes.apiextensions.CustomResource(`${name}-external-secret`, made, { parent: this });
        this.name = resource.metadata.name;
        this.secretName = pulumi.all([secretName, resource.metadata.name]).apply(([known]) => known);
        this.registerOutputs({ name: this.name, secretName: this.secretName });
    }

    /** One key of the Secret, for a workload's `secretEnv`. */
    key(key: string): SecretKeyArgs {
        const keys = declaredKeys.get(this) ?? [];
        if (!keys.includes(key)) refuse(this, "keys", `declares no ${key}: it declares ${keys.join(", ")}`);
        return { secret: this.secretName, key };
    }

    /** All keys of the Secret as files of a folder, for a workload's `secretFiles`. */
    files(path: string): SecretFilesArgs {
        return { secret: this.secretName, path };
    }
}

function dataOf(component: pulumi.Resource, keys: Record<string, RemoteRefArgs>) {
    // JavaScript may leave it out.
    const entries = Object.entries((keys as typeof keys | undefined) ?? {});
    if (entries.length === 0) refuse(component, "keys", "declares no key, so that there would be no Secret");
    return entries.map(([key, { key: remote, property, version }]) => {
        const text = (argument: string, value: pulumi.Input<string>) =>
            checked(component, `keys.${key}.${argument}`, value, notBlank);
        return {
            secretKey: verify(component, "keys", key, secretKey),
            remoteRef: {
                key: text("key", remote),
                ...(property === undefined ? {} : { property: text("property", property) }),
                ...(version === undefined ? {} : { version: text("version", version) }),
            },
        };
    });
}

const notBlank: Fault<string> = (value) =>
    value.trim() === value && value !== "" ? undefined : "is blank, or begins or ends so";

const units: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A Go duration that passes: more than nothing, and no more than Go can count. */
const duration: Fault<string> = (value) => {
    if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(value))
        return "is not a Go duration, such as 1h0m0s or 15m";
    const parts = Array.from(value.matchAll(/([\d.]+)([a-zµ]+)/g));
    const seconds = parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (units[unit] ?? 0), 0);
    if (seconds === 0) return "is no time at all, by which External Secrets means never again";
    return seconds < 2 ** 63 / 1e9 ? undefined : "is longer than Go can count";
};
