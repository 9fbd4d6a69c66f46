import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { bytes, dnsLabel, dnsSubdomain, mountPath } from "./formats";
import type { Mount } from "./mounts";
import { checked, optional, refuse, verify } from "./refusal";

/** How nodes and pods may mount a volume. */
export const AccessMode = {
    ReadWriteOnce: "ReadWriteOnce",
    ReadWriteOncePod: "ReadWriteOncePod",
    ReadWriteMany: "ReadWriteMany",
} as const;
export type AccessMode = (typeof AccessMode)[keyof typeof AccessMode];

/** What becomes of volumes. */
export const Retention = { Retain: "Retain", Delete: "Delete" } as const;
export type Retention = (typeof Retention)[keyof typeof Retention];

/** A volume for each pod, mounted in the main container. */
export interface VolumeClaimArgs {
    name: string;
    /** Absolute path. */
    path: string;
    /** What it holds, in bytes (`10Gi`). */
    size: pulumi.Input<string>;
    /** Name of the StorageClass. Default: the cluster's. */
    storageClassName?: pulumi.Input<string>;
    /** Default: ReadWriteOnce. */
    accessMode?: AccessMode;
}

/** What becomes of the volumes when they are not needed. */
export interface VolumeClaimRetentionArgs {
    /** When the StatefulSet is deleted. Default: Retain. */
    whenDeleted?: Retention;
    /** When there are to be fewer pods. Default: Retain. */
    whenScaled?: Retention;
}

/** The claims, and where they are mounted. */
export function claimsOf(component: pulumi.Resource, claims: VolumeClaimArgs[]) {
    const names = claims.map(({ name }) => verify(component, "volumeClaims.name", name, dnsLabel));
    const paths = claims.map(({ path }) => verify(component, "volumeClaims.path", path, mountPath));
    for (const list of [names, paths]) {
        const twice = list.find((each, index) => list.indexOf(each) !== index);
        if (twice !== undefined) refuse(component, "volumeClaims", `has ${twice} twice`);
    }
    const mounts: Mount[] = claims.map(({ name, path }) => ({ path, volume: { name } }));
    const templates: kubernetes.types.input.core.v1.PersistentVolumeClaim[] = claims.map(
        ({ name, size, storageClassName, accessMode = AccessMode.ReadWriteOnce }) => ({
            metadata: { name },
            spec: {
                accessModes: [accessMode],
                storageClassName: optional(component, "volumeClaims.storageClassName", storageClassName, dnsSubdomain),
                resources: { requests: { storage: checked(component, "volumeClaims.size", size, bytes) } },
            },
        }),
    );
    return { mounts, templates };
}
