import { valueAt, type Data } from "../resource";
import { isUnknown } from "../unknown";
import { join, kubernetesObjects, type KubernetesObject } from "./kubernetes";
import type { Found, Subjects, Unseen } from "./subjects";

const group = "external-secrets.io";

/** An object of External Secrets and the version of the API that it is written in. */
export interface ExternalSecretsObject {
    kind: string;
    apiVersion: string;
}

/** A store and how it reaches the secrets: the settings of its one provider, by the provider's name. */
export interface SecretStoreSubject {
    provider?: Data;
}

/** A store that all namespaces may use, or those that its conditions name. */
export interface ClusterSecretStoreSubject {
    conditions?: unknown;
}

/** Subjects in the objects of some kinds of External Secrets, in whichever API version. */
function inObjects<S extends object>(
    name: string,
    kinds: readonly string[] | undefined,
    within: (it: KubernetesObject) => Found<S> | Unseen,
    embed: (subject: Partial<S>) => { kind: string; apiVersion?: string; spec?: Data },
): Subjects<S> {
    const isOne = (kind: string): boolean => kinds?.includes(kind) ?? true;
    return {
        name,
        scope: "resource",
        find: (resources) =>
            resources.flatMap(kubernetesObjects).flatMap((it): (Found<S> | Unseen)[] => {
                // Of a list of unknown kinds it is not known whose they are.
                if ("unseen" in it) return it.kind === "" || kinds?.includes(it.kind) === true ? [it] : [];
                return it.group === group && isOne(it.kind) ? [within(it)] : [];
            }),
        embed: (subject) => {
            const { kind, apiVersion = `${group}/v1`, spec = {} } = embed(subject);
            const props = { apiVersion, kind, metadata: { name: "example" }, spec };
            return [{ type: `kubernetes:${apiVersion}:${kind}`, urn: "urn:example", name: "example", props }];
        },
    };
}

/** A part of the object's `spec`, or that it is not known yet. */
function inSpec<S extends object>(
    { object, path, partial }: KubernetesObject,
    key: string & keyof S,
): Found<S> | Unseen {
    if (isUnknown(object.spec)) return { unseen: join(path, "spec"), partial };
    const place = join(path, "spec", key);
    // A check that trips over data of another shape is a finding.
    const subject = { [key]: valueAt(object, "spec", key) } as S;
    return { path: place, subject, at: { [key]: place }, partial };
}

export const externalSecretsObjects: Subjects<ExternalSecretsObject> = inObjects<ExternalSecretsObject>(
    "objects of External Secrets",
    undefined,
    ({ kind, version, path }) => {
        const place = join(path, "apiVersion");
        return { path: place, subject: { kind, apiVersion: `${group}/${version}` }, at: { apiVersion: place } };
    },
    ({ kind = "ExternalSecret", apiVersion }) => ({ kind, apiVersion }),
);

/** Stores that are created within a namespace, and those for the whole cluster. */
export const secretStores: Subjects<SecretStoreSubject> = inObjects<SecretStoreSubject>(
    "secret stores",
    ["SecretStore", "ClusterSecretStore"],
    (it) => inSpec(it, "provider"),
    ({ provider }) => ({ kind: "SecretStore", spec: { provider } }),
);

export const namespacedSecretStores: Subjects<SecretStoreSubject> = inObjects<SecretStoreSubject>(
    "secret stores of a namespace",
    ["SecretStore"],
    (it) => inSpec(it, "provider"),
    ({ provider }) => ({ kind: "SecretStore", spec: { provider } }),
);

export const clusterSecretStores: Subjects<ClusterSecretStoreSubject> = inObjects<ClusterSecretStoreSubject>(
    "secret stores of the cluster",
    ["ClusterSecretStore"],
    (it) => inSpec(it, "conditions"),
    ({ conditions }) => ({ kind: "ClusterSecretStore", spec: { conditions } }),
);
