import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { bytes, cores, dnsLabel, mountPath, port, secretKey, variableName, dnsSubdomain } from "./formats";
import { probe, type ProbeArgs } from "./probe";
import { checked, refuse, verify } from "./refusal";

type ContainerSpec = kubernetes.types.input.core.v1.Container;
type Volume = kubernetes.types.input.core.v1.Volume;

/** One value of a Secret of the same namespace. */
export interface SecretKeyArgs {
    /** Name of the Secret. */
    secret: pulumi.Input<string>;
    key: pulumi.Input<string>;
}

/** A Secret of the same namespace as files, one a key. */
export interface SecretFilesArgs {
    /** Name of the Secret. */
    secret: pulumi.Input<string>;
    /** Folder of the files, absolute. */
    path: string;
}

/** A folder that the container may write to; it is empty at the start and gone at the end. */
export interface WritablePathArgs {
    /** Absolute path. */
    path: string;
    /** The most it may hold, in bytes. Default: `64Mi`. */
    size?: pulumi.Input<string>;
}

/** What a container runs and may use. */
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
    /** Ports that the container listens on; the first is the one that is probed. */
    ports?: pulumi.Input<number>[];
    /** Environment variables. For secrets there is `secretEnv`. */
    env?: Record<string, pulumi.Input<string>>;
    /** Environment variables from Secrets. Files are safer: the environment is passed on to child processes and dumps. */
    secretEnv?: Record<string, SecretKeyArgs>;
    secretFiles?: SecretFilesArgs[];
    /** Folders that the container may write to, beside `/tmp`. */
    writablePaths?: WritablePathArgs[];
    livenessProbe?: ProbeArgs;
    readinessProbe?: ProbeArgs;
    startupProbe?: ProbeArgs;
    /** Capabilities beside none at all; Pod Security allows `NET_BIND_SERVICE` alone. */
    addCapabilities?: string[];
}

/** The container and the volumes that it mounts. */
export function container(
    component: pulumi.Resource,
    name: pulumi.Input<string>,
    args: ContainerArgs,
    groupCanRead: boolean,
): { container: ContainerSpec; volumes: Volume[] } {
    const memory = checked(component, "memory", args.memory, bytes);
    const ports = (args.ports ?? []).map((each) => checked(component, "ports", each, port));
    const numbers = (args.ports ?? []).filter((each) => typeof each === "number");
    const twice = numbers.find((each, index) => numbers.indexOf(each) !== index);
    if (twice !== undefined) refuse(component, "ports", `names ${twice} twice`);
    const mounts = mountsOf(component, args, groupCanRead);
    const probes = (["livenessProbe", "readinessProbe", "startupProbe"] as const).map(
        (key) => [key, args[key] && probe(component, key, args[key], ports)] as const,
    );
    const capabilities = [...new Set(args.addCapabilities)];
    if (capabilities.some((each) => each !== "NET_BIND_SERVICE")) {
        refuse(
            component,
            "addCapabilities",
            `(${capabilities.join(", ")}) may hold NET_BIND_SERVICE only (drop-all-capabilities)`,
        );
    }
    return {
        container: {
            name,
            image: args.image,
            command: args.command,
            args: args.args,
            ports: ports.map((containerPort) => ({ containerPort })),
            env: environment(component, args),
            resources: {
                limits: { memory },
                requests: { memory, cpu: checked(component, "cpu", args.cpu ?? "100m", cores) },
            },
            volumeMounts: mounts.map(({ volume, path, readOnly }) => ({
                name: volume.name,
                mountPath: path,
                readOnly,
            })),
            ...Object.fromEntries(probes),
            securityContext: capabilities.length > 0 ? { capabilities: { add: capabilities, drop: ["ALL"] } } : {},
        },
        volumes: mounts.map(({ volume }) => volume),
    };
}

function environment(component: pulumi.Resource, { env = {}, secretEnv = {} }: ContainerArgs) {
    const both = Object.keys(env).filter((name) => name in secretEnv);
    if (both.length > 0) refuse(component, "secretEnv", `sets ${both.join(", ")}, as env does`);
    const variables = [
        ...Object.entries(env).map(([name, value]) => ({ name, value })),
        ...Object.entries(secretEnv).map(([name, { secret, key }]) => {
            const from = {
                name: checked(component, `secretEnv.${name}.secret`, secret, dnsSubdomain),
                key: checked(component, `secretEnv.${name}.key`, key, secretKey),
            };
            return { name, valueFrom: { secretKeyRef: from } };
        }),
    ];
    for (const { name } of variables) verify(component, "env", name, variableName);
    return variables;
}

interface Mount {
    volume: Volume & { name: string };
    path: string;
    readOnly?: boolean;
}

function mountsOf(component: pulumi.Resource, args: ContainerArgs, groupCanRead: boolean): Mount[] {
    const { writablePaths = [], secretFiles = [] } = args;
    const writable = writablePaths.some(({ path }) => path === "/tmp")
        ? writablePaths
        : [{ path: "/tmp" }, ...writablePaths];
    const mounts: Mount[] = [
        ...writable.map(({ path, size = "64Mi" }: WritablePathArgs) => {
            const sizeLimit = checked(component, "writablePaths.size", size, bytes);
            return { path, volume: { name: volumeName(component, "writablePaths", path), emptyDir: { sizeLimit } } };
        }),
        ...secretFiles.map(({ secret, path }) => {
            const secretName = checked(component, "secretFiles.secret", secret, dnsSubdomain);
            // Files belong to root: others may read them only where no group of the pod's can.
            const source = { secretName, defaultMode: groupCanRead ? 0o440 : 0o444 };
            return {
                path,
                volume: { name: volumeName(component, "secretFiles", path), secret: source },
                readOnly: true,
            };
        }),
    ];
    const names = mounts.map(({ volume }) => volume.name);
    const twice = mounts.find(({ volume }, index) => names.indexOf(volume.name) !== index);
    if (twice)
        refuse(component, "writablePaths", `and secretFiles mount ${twice.path} twice, or paths too much like it`);
    return mounts;
}

/** The name of the volume at a path: `/var/cache` is `var-cache`. */
function volumeName(component: pulumi.Resource, argument: string, path: string): string {
    verify(component, `${argument}.path`, path, mountPath);
    const name = path
        .slice(1)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "");
    if (dnsLabel(name) !== undefined) refuse(component, `${argument}.path`, `(${path}) cannot be made a volume's name`);
    return name;
}
