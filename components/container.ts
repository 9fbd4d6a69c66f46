import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parseImage } from "hardened-containers-policies/image";
import { between, bytes, cores, dnsSubdomain, nonRootId, port, secretKey, variableName, type Fault } from "./formats";
import { lifecycle, type PreStopArgs } from "./lifecycle";
import { ownMounts, type Mount, type PodVolumes, type SecretFilesArgs, type WritablePathArgs } from "./mounts";
import { probe, type ProbeArgs } from "./probe";
import { checked, refuse, verify } from "./refusal";
import { allowing, waiversFor, type Waivers } from "./waivers";

/** One value of a Secret of the same namespace. */
export interface SecretKeyArgs {
    /** Name of the Secret. */
    secret: pulumi.Input<string>;
    key: pulumi.Input<string>;
}

/** What every container runs and may use. */
export interface ContainerArgs {
    /** Image with a digest (`registry.example.com/team/app:1.2.3@sha256:…`). */
    image: pulumi.Input<string>;
    /** Accepts an image that names a tag other than `latest` and no digest. Default: false. */
    allowTag?: boolean;
    /** Memory limit, which is also the request, in bytes (`128Mi`). */
    memory: pulumi.Input<string>;
    /** CPU request, in cores. There is no CPU limit. Default: `100m`. */
    cpu?: pulumi.Input<string>;
    /** Instead of the image's entrypoint. */
    command?: pulumi.Input<string>[];
    /** Instead of the image's arguments. */
    args?: pulumi.Input<string>[];
    /** Environment variables. For secrets there is `secretEnv`. */
    env?: Record<string, pulumi.Input<string>>;
    /** Environment variables from Secrets. Files are safer: the environment is passed on to child processes and dumps. */
    secretEnv?: Record<string, SecretKeyArgs>;
    secretFiles?: SecretFilesArgs[];
    /** Folders that the container may write to, beside `/tmp`. */
    writablePaths?: WritablePathArgs[];
    /** Capabilities beside none at all; Pod Security allows `NET_BIND_SERVICE` alone. */
    addCapabilities?: string[];
    /** User ID that it runs as. Default: the workload's, or else the image's, which may not be root. */
    user?: pulumi.Input<number>;
}

/** What a container runs and may use that others connect to, or that runs on. */
export interface AppContainerArgs extends ContainerArgs {
    /** Ports that the container listens on; the first is the one that is probed. */
    ports?: pulumi.Input<number>[];
    livenessProbe?: ProbeArgs;
    readinessProbe?: ProbeArgs;
    startupProbe?: ProbeArgs;
    /** What it does before it is told to stop. */
    preStop?: PreStopArgs;
}

/** The pod that a container is part of. */
export interface Place extends PodVolumes {
    /** What the names of the container's arguments begin with. */
    at: string;
    /** What the names of its volumes begin with. */
    prefix: string;
    waivers: Waivers;
    gracePeriod: pulumi.Input<number>;
}

/** The container and the volumes of its own that it mounts. */
export function container(
    component: pulumi.Resource,
    name: pulumi.Input<string>,
    args: AppContainerArgs,
    place: Place,
): { container: kubernetes.types.input.core.v1.Container; volumes: Mount["volume"][] } {
    const { at, prefix, gracePeriod, waivers } = place;
    const isWaived = (control: string) => waiversFor(waivers, control, { name }).length > 0;
    const memory = checked(component, `${at}memory`, args.memory, bytes);
    const ports = (args.ports ?? []).map((each) => checked(component, `${at}ports`, each, port));
    const mounts = ownMounts(component, at, prefix, args, place);
    const probes = (["livenessProbe", "readinessProbe", "startupProbe"] as const).map(
        (key) => [key, args[key] && probe(component, `${at}${key}`, args[key], ports)] as const,
    );
    const capabilities = [...new Set(args.addCapabilities)];
    const further = capabilities.filter((each) => each !== "NET_BIND_SERVICE");
    if (further.length > 0 && !adding.some(isWaived)) {
        const fault = `(${capabilities.join(", ")}) may hold NET_BIND_SERVICE only (drop-all-capabilities). ${allowing(waivers, "drop-all-capabilities", { name })}`;
        refuse(component, `${at}addCapabilities`, fault);
    }
    return {
        container: {
            name,
            image: checked(
                component,
                `${at}image`,
                args.image,
                allowed(
                    args.allowTag === true || isWaived("image-digest"),
                    isWaived("image-tag"),
                    allowing(waivers, "image-tag", { name }),
                ),
            ),
            command: args.command,
            args: args.args,
            ports: ports.map((containerPort) => ({ containerPort })),
            env: environment(component, at, args),
            resources: {
                limits: { memory },
                requests: { memory, cpu: checked(component, `${at}cpu`, args.cpu ?? "100m", cores) },
            },
            volumeMounts: [...mounts, ...place.given].map(({ volume, path, readOnly }) => ({
                name: volume.name,
                mountPath: path,
                readOnly,
            })),
            ...Object.fromEntries(probes),
            lifecycle: args.preStop && lifecycle(component, `${at}preStop`, args.preStop, gracePeriod),
            securityContext: {
                ...(capabilities.length > 0 ? { capabilities: { add: capabilities, drop: ["ALL"] } } : {}),
                ...(args.user === undefined
                    ? {}
                    : { runAsUser: checked(component, `${at}user`, args.user, userId(waivers, { name })) }),
            },
        },
        volumes: mounts.map(({ volume }) => volume),
    };
}

/** The controls by which capabilities are refused. */
const adding = ["drop-all-capabilities", "default-capabilities"];

/** A user ID other than root's, unless root is waived. */
export function userId(waivers: Waivers, container?: { name: unknown }): Fault<number> {
    if (waiversFor(waivers, "non-root-user", container).length > 0) return between(0, 2 ** 31 - 1);
    const way = allowing(waivers, "non-root-user", container);
    return (value) => (value === 0 ? `${nonRootId(value) ?? ""} (non-root-user). ${way}` : nonRootId(value));
}

/** What image a component takes: one with a digest, or, where that is accepted, with a tag that stays. */
function allowed(allowTag: boolean, allowAnyTag: boolean, way: string): Fault<string> {
    return (image) => {
        const reference = parseImage(image);
        if (reference === undefined) return "is not an image reference (image-tag)";
        if (reference.digest !== undefined) return undefined;
        if (!allowAnyTag && (reference.tag === undefined || reference.tag === "latest")) {
            return `names neither a digest nor a tag other than latest, so that each pull may bring another program (image-tag). Pin it by digest. ${way}`;
        }
        return allowTag
            ? undefined
            : "names no digest (image-digest). Pin it by digest, or accept a tag with allowTag: true";
    };
}

function environment(component: pulumi.Resource, at: string, { env = {}, secretEnv = {} }: ContainerArgs) {
    const both = Object.keys(env).filter((name) => name in secretEnv);
    if (both.length > 0) refuse(component, `${at}secretEnv`, `sets ${both.join(", ")}, as env does`);
    const variables = [
        ...Object.entries(env).map(([name, value]) => ({ name, value })),
        ...Object.entries(secretEnv).map(([name, { secret, key }]) => {
            const from = {
                name: checked(component, `${at}secretEnv.${name}.secret`, secret, dnsSubdomain),
                key: checked(component, `${at}secretEnv.${name}.key`, key, secretKey),
            };
            return { name, valueFrom: { secretKeyRef: from } };
        }),
    ];
    for (const { name } of variables) verify(component, `${at}env`, name, variableName);
    return variables;
}
