import fc from "fast-check";
import type { Case } from "./case";
import { input, name, record, type Fields } from "./values";
import { waivable } from "./waived";

const remoteRef: Fields = {
    key: input(
        fc.constantFrom("shop/db", "/shop/db", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-x"),
    ),
    property: input(fc.constantFrom("password", "friends.1.first", "a b")),
    version: input(fc.constantFrom("AWSPREVIOUS", "uuid/123e4567", "3")),
};
const subdomain = fc.oneof(name, fc.constantFrom("shop.db", "a.b-c.9"));
const externalSecret: Fields = {
    ...waivable,
    namespace: input(name),
    name: input(subdomain),
    store: input(subdomain),
    storeKind: fc.constantFrom("SecretStore", "ClusterSecretStore"),
    keys: fc.dictionary(fc.stringMatching(/^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,20}$/), record(remoteRef, ["key"]), {
        minKeys: 1,
        maxKeys: 3,
    }),
    refreshInterval: input(fc.constantFrom("15m", "1h0m0s", "1.5h", "500ms", "24h")),
    secretName: input(subdomain),
    deletionPolicy: fc.constantFrom("Retain", "Delete", "Merge"),
    override: fc.constantFrom(
        {},
        { spec: { refreshPolicy: "OnChange" } },
        { spec: { target: { immutable: true, template: { type: "kubernetes.io/dockerconfigjson" } } } },
        { spec: { target: { template: { metadata: { labels: { team: { $later: "shop" } } } } } } },
        { spec: { dataFrom: [{ extract: { key: "shop/all" }, rewrite: [{ regexp: { source: "a", target: "b" } }] }] } },
        { metadata: { annotations: { "example.com/owner": { $later: "team" } } } },
    ),
};

export const externalSecretCase: Case = {
    kind: "ExternalSecret",
    interfaces: { ExternalSecretArgs: externalSecret, RemoteRefArgs: remoteRef },
    any: record(externalSecret, ["namespace", "store", "keys"]),
    least: { namespace: "least", store: "store", keys: { password: { key: "shop/db" } } },
    full: {
        namespace: "full-home",
        name: "full-name",
        store: "full-store",
        storeKind: "ClusterSecretStore",
        keys: { password: { key: "remote-key", property: "remote-property", version: "remote-version" } },
        refreshInterval: "17m",
        secretName: "full-secret",
        deletionPolicy: "Delete",
        override: { spec: { target: { template: { type: "secret-type" } } } },
    },
    plain: ["storeKind", "deletionPolicy"],
};
