import type { Data } from "../resource";

/**
 * Where the providers of External Secrets take credentials from a Secret that keeps them until somebody changes them.
 * Only of providers that know another way: a service account's token or the identity that the cloud gives a workload.
 * Certificates are not among them, since they expire.
 */
export const staticCredentials: readonly string[] = [
    "akeyless.authSecretRef.secretRef",
    "akeyless.authSecretRef.kubernetesAuth.secretRef",
    "alibaba.auth.secretRef",
    "aws.auth.secretRef",
    "azurekv.authSecretRef.clientSecret",
    "conjur.auth.apikey",
    "conjur.auth.jwt.secretRef",
    "doppler.auth.secretRef",
    "gcpsm.auth.secretRef",
    "gcpsm.auth.workloadIdentityFederation.awsSecurityCredentials",
    "ibm.auth.secretRef",
    "infisical.auth.jwtAuthCredentials",
    "infisical.auth.ldapAuthCredentials",
    "infisical.auth.ociAuthCredentials",
    "infisical.auth.tokenAuthCredentials",
    "infisical.auth.universalAuthCredentials",
    "kubernetes.auth.token",
    "kubernetes.authRef",
    "oracle.auth.secretRef",
    "vault.auth.appRole",
    "vault.auth.gcp.secretRef",
    "vault.auth.iam.secretRef",
    "vault.auth.jwt.secretRef",
    "vault.auth.kubernetes.secretRef",
    "vault.auth.ldap",
    "vault.auth.tokenSecretRef",
    "vault.auth.userPass",
];

/** A way of proving who a store is that falls back to the identity of the controller. */
export interface Ambient {
    /** Where in the provider it is configured. */
    at: string;
    /** Only where a field has this value. */
    only?: { field: string; value: string };
    /** Fields of which each gives the store an identity of its own. */
    own: readonly string[];
}

const azure = (value: string) => ({ at: "azurekv", only: { field: "authType", value } });
const oracle = (value: string) => ({ at: "oracle", only: { field: "principalType", value } });

export const ambientIdentities: readonly Ambient[] = [
    { at: "akeyless.authSecretRef.kubernetesAuth", own: ["serviceAccountRef", "secretRef"] },
    // With EKS Pod Identity only the controller has an identity; a role that it takes on for the store is the store's.
    { at: "aws", own: ["auth.jwt", "auth.secretRef", "role", "additionalRoles"] },
    { ...azure("ManagedIdentity"), own: ["identityId"] },
    { ...azure("WorkloadIdentity"), own: ["serviceAccountRef"] },
    { at: "gcpsm", own: ["auth.secretRef", "auth.workloadIdentity", "auth.workloadIdentityFederation"] },
    { ...oracle("InstancePrincipal"), own: [] },
    { ...oracle("Workload"), own: ["serviceAccountRef"] },
    { at: "vault.auth.gcp", own: ["serviceAccountRef", "workloadIdentity", "secretRef"] },
    { at: "vault.auth.iam", own: ["jwt", "secretRef", "role"] },
    { at: "vault.auth.kubernetes", own: ["serviceAccountRef", "secretRef"] },
];

/** Data that holds a value at a path. */
export function nested(path: string, value: unknown = { name: "shop" }): Data {
    return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Data;
}
