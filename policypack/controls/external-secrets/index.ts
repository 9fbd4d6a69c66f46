import type { Control } from "../../control";
import externalSecretsV1 from "./external-secrets-v1";
import noStaticStoreCredentials from "./no-static-store-credentials";
import noAmbientStoreIdentity from "./no-ambient-store-identity";
import scopedClusterStore from "./scoped-cluster-store";

export const externalSecrets: Control[] = [
    externalSecretsV1,
    noStaticStoreCredentials,
    noAmbientStoreIdentity,
    scopedClusterStore,
];
