import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { bytes, dnsLabel, dnsSubdomain, mountPath } from "./formats";
import { checked, refuse, verify } from "./refusal";

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

/** A volume at its place in a container. */
export interface Mount {
    /** Its `name` alone, where the volume comes from a claim. */
    volume: kubernetes.types.input.core.v1.Volume & { name: string };
    path: string;
    readOnly?: boolean;
}

/** What containers of a pod have in common. */
export interface PodVolumes {
    /** Volumes that are mounted in the container and come from elsewhere. */
    given: Mount[];
    /** Whether a group of the pod's owns its volumes. */
    groupCanRead: boolean;
}

/** The container's own volumes, their names after the prefix. */
export function ownMounts(
    component: pulumi.Resource,
    at: string,
    prefix: string,
    { writablePaths = [], secretFiles = [] }: { writablePaths?: WritablePathArgs[]; secretFiles?: SecretFilesArgs[] },
    { given, groupCanRead }: PodVolumes,
): Mount[] {
    const anyTmp = [...writablePaths, ...given].some(({ path }) => path === "/tmp");
    const own: Mount[] = [
        ...writable(component, `${at}writablePaths`, prefix, [...(anyTmp ? [] : [{ path: "/tmp" }]), ...writablePaths]),
        ...secretFiles.map(({ secret, path }) => {
            const secretName = checked(component, `${at}secretFiles.secret`, secret, dnsSubdomain);
            // Files belong to root: others may read them only where no group of the pod's can.
            const source = { secretName, defaultMode: groupCanRead ? 0o440 : 0o444 };
            const name = volumeName(component, `${at}secretFiles`, prefix, path);
            return { path, volume: { name, secret: source }, readOnly: true };
        }),
    ];
    const all = [...given, ...own];
    const twice = all.find(({ volume, path }, index) =>
        all.slice(0, index).some((other) => other.path === path || other.volume.name === volume.name),
    );
    if (twice) {
        const fault = `and the other volumes mount ${twice.path} twice, or paths too much like it`;
        refuse(component, `${at}writablePaths`, fault);
    }
    return own;
}

/** Volumes that are empty at the start. */
export function writable(
    component: pulumi.Resource,
    argument: string,
    prefix: string,
    paths: WritablePathArgs[],
): Mount[] {
    return paths.map(({ path, size = "64Mi" }) => {
        const sizeLimit = checked(component, `${argument}.size`, size, bytes);
        return { path, volume: { name: volumeName(component, argument, prefix, path), emptyDir: { sizeLimit } } };
    });
}

/** The name of the volume at a path: `/var/cache` is `var-cache`. */
function volumeName(component: pulumi.Resource, argument: string, prefix: string, path: string): string {
    verify(component, `${argument}.path`, path, mountPath);
    const name =
        prefix +
        path
            .slice(1)
            .toLowerCase()
            .replaceAll(/[^a-z0-9]+/g, "-")
            .replaceAll(/^-|-$/g, "");
    if (dnsLabel(name) !== undefined) refuse(component, `${argument}.path`, `(${path}) cannot be made a volume's name`);
    return name;
}
