import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The custom resources of External Secrets that the components make, of API version `external-secrets.io/v1`: what the
 * components set, and what an `override` may add to it.
 */

export interface SecretStoreObject {
    metadata?: kubernetes.types.input.meta.v1.ObjectMeta;
    spec?: SecretStoreSpec;
}

export interface SecretStoreSpec {
    provider?: SecretStoreProvider;
    /** Name of the controller that looks after the store, where there are several. */
    controller?: pulumi.Input<string>;
    /** How often the store itself is checked, in seconds. */
    refreshInterval?: pulumi.Input<number>;
    retrySettings?: SecretStoreRetrySettings;
}

export interface SecretStoreRetrySettings {
    maxRetries?: pulumi.Input<number>;
    /** Go duration (`10s`). */
    retryInterval?: pulumi.Input<string>;
}

export interface SecretStoreProvider {
    aws?: AwsProvider;
}

export interface AwsProvider {
    service: pulumi.Input<string>;
    region: pulumi.Input<string>;
    auth?: AwsAuth;
}

export interface AwsAuth {
    jwt?: AwsJwtAuth;
}

export interface AwsJwtAuth {
    serviceAccountRef?: ServiceAccountSelector;
}

export interface ServiceAccountSelector {
    name: pulumi.Input<string>;
}

export interface ExternalSecretObject {
    metadata?: kubernetes.types.input.meta.v1.ObjectMeta;
    spec?: ExternalSecretSpec;
}

export interface ExternalSecretSpec {
    secretStoreRef?: SecretStoreRef;
    /** `Periodic`, `CreatedOnce` or `OnChange`. */
    refreshPolicy?: pulumi.Input<string>;
    refreshInterval?: pulumi.Input<string>;
    target?: ExternalSecretTarget;
    data?: ExternalSecretData[];
    dataFrom?: ExternalSecretDataFrom[];
}

export interface SecretStoreRef {
    name: pulumi.Input<string>;
    /** `SecretStore` or `ClusterSecretStore`. */
    kind?: pulumi.Input<string>;
}

export interface ExternalSecretTarget {
    name?: pulumi.Input<string>;
    creationPolicy?: pulumi.Input<string>;
    deletionPolicy?: pulumi.Input<string>;
    /** Whether the Secret can be changed once it is there. */
    immutable?: pulumi.Input<boolean>;
    template?: ExternalSecretTemplate;
}

export interface ExternalSecretTemplate {
    /** Type of the Secret, such as `kubernetes.io/dockerconfigjson`. */
    type?: pulumi.Input<string>;
    engineVersion?: pulumi.Input<string>;
    metadata?: ExternalSecretTemplateMetadata;
}

export interface ExternalSecretTemplateMetadata {
    labels?: Record<string, pulumi.Input<string>>;
    annotations?: Record<string, pulumi.Input<string>>;
}

export interface ExternalSecretData {
    secretKey: pulumi.Input<string>;
    remoteRef: ExternalSecretRemoteRef;
}

export interface ExternalSecretRemoteRef {
    key: pulumi.Input<string>;
    property?: pulumi.Input<string>;
    version?: pulumi.Input<string>;
    /** `None` or `Fetch`. */
    metadataPolicy?: pulumi.Input<string>;
    /** `Default` or `Unicode`. */
    conversionStrategy?: pulumi.Input<string>;
    /** `None`, `Auto`, `Base64` or `Base64URL`. */
    decodingStrategy?: pulumi.Input<string>;
}

export interface ExternalSecretDataFrom {
    /** All properties of one remote secret, each as a key. */
    extract?: ExternalSecretRemoteRef;
    rewrite?: ExternalSecretRewrite[];
}

export interface ExternalSecretRewrite {
    regexp?: ExternalSecretRewriteRegexp;
}

export interface ExternalSecretRewriteRegexp {
    source: pulumi.Input<string>;
    target: pulumi.Input<string>;
}
