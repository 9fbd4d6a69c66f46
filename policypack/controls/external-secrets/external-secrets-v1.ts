import { control } from "../../control";
import { externalSecretsObjects } from "../../subjects/external-secrets";

/** The others, such as PushSecret, have no version but v1alpha1. */
const kinds = ["SecretStore", "ClusterSecretStore", "ExternalSecret", "ClusterExternalSecret"];

export default control({
    id: "external-secrets-v1",
    title: "Objects of External Secrets are written in version v1 of its API",
    severity: "medium",
    level: "advisory",
    why: "The operator no longer serves the versions before v1: the API server refuses such an object, or Secrets are no longer refreshed.",
    references: [],
    on: externalSecretsObjects,
    check: ({ kind, apiVersion }) =>
        kinds.includes(kind) && /\/v\d+(alpha|beta)\d+$/.test(apiVersion)
            ? `is ${apiVersion}, which v1 has replaced`
            : undefined,
    good: [
        ...kinds.map((kind) => ({ kind, apiVersion: "external-secrets.io/v1" })),
        { kind: "PushSecret", apiVersion: "external-secrets.io/v1alpha1" },
        { kind: "ClusterPushSecret", apiVersion: "external-secrets.io/v1alpha1" },
    ],
    bad: kinds.flatMap((kind) =>
        ["v1alpha1", "v1beta1"].map((version) => ({ kind, apiVersion: `external-secrets.io/${version}` })),
    ),
});
