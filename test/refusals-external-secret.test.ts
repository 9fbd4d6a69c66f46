import * as pulumi from "@pulumi/pulumi";
import { ExternalSecret, type ExternalSecretArgs } from "hardened-containers";
import { mockEngine } from "./components/mocks";

mockEngine();

const least: ExternalSecretArgs = { namespace: "shop", store: "aws", keys: { password: { key: "shop/db" } } };
const target = (fields: object) => ({ override: { spec: { target: fields } } });

test.each<[string, object, RegExp]>([
    ["a malformed name", { name: "Shop" }, /argument name \("Shop"\) is not a DNS subdomain/],
    ["no namespace", { namespace: undefined }, /argument namespace .*is not set/],
    ["no store", { store: undefined }, /argument store .*is not set/],
    ["a malformed store", { store: "a/b" }, /argument store \("a\/b"\) is not a DNS subdomain/],
    [
        "a kind that there is not",
        { storeKind: "Store" },
        /argument storeKind \("Store"\) is none of SecretStore, Cluster/,
    ],
    ["no keys", { keys: undefined }, /argument keys declares no key/],
    ["no key", { keys: {} }, /argument keys declares no key/],
    [
        "a key that no Secret may have",
        { keys: { "a/b": { key: "shop" } } },
        /argument keys \("a\/b"\) is not a key of a/,
    ],
    ["no remote key", { keys: { a: {} } }, /argument keys.a.key .*is not set/],
    ["a blank remote key", { keys: { a: { key: "" } } }, /argument keys.a.key \(""\) is blank/],
    ["a blank property", { keys: { a: { key: "shop", property: " " } } }, /argument keys.a.property \(" "\) is blank/],
    [
        "a blank version",
        { keys: { a: { key: "shop", version: "\n1" } } },
        /argument keys.a.version .*begins or ends so/,
    ],
    ["an interval without unit", { refreshInterval: "60" }, /argument refreshInterval \("60"\) is not a Go duration/],
    ["days", { refreshInterval: "1d" }, /argument refreshInterval/],
    ["no interval", { refreshInterval: "" }, /argument refreshInterval/],
    ["a number without digits", { refreshInterval: ".h" }, /argument refreshInterval/],
    ["one that is past", { refreshInterval: "-1h" }, /argument refreshInterval/],
    ["one that never ends", { refreshInterval: "0h0m" }, /argument refreshInterval .*never again/],
    ["one of centuries", { refreshInterval: "2562048h" }, /argument refreshInterval .*longer than Go can count/],
    ["a malformed Secret", { secretName: "a_b" }, /argument secretName \("a_b"\)/],
    ["a policy that there is not", { deletionPolicy: "Keep" }, /argument deletionPolicy \("Keep"\) is none of Retain,/],
    ["an override that is none", { override: null }, /argument override is not an object/],
    [
        "another name",
        { override: { metadata: { name: "b" } } },
        /override may not set metadata.name: set the argument name/,
    ],
    [
        "another store",
        { override: { spec: { secretStoreRef: { name: "b" } } } },
        /not set spec.secretStoreRef: set the/,
    ],
    ["other keys", { override: { spec: { data: [] } } }, /may not set spec.data: set the argument keys/],
    ["another Secret", target({ name: "b" }), /may not set spec.target.name: set the argument secretName/],
    ["a Secret of others", target({ creationPolicy: "Merge" }), /may not set spec.target.creationPolicy/],
    ["another end", target({ deletionPolicy: "Delete" }), /may not set spec.target.deletionPolicy/],
    ["what is no Secret", target({ manifest: { kind: "ConfigMap" } }), /may not set spec.target.manifest/],
    ["keys made of others", target({ template: { data: { url: "" } } }), /may not set spec.target.template.data/],
    [
        "keys made elsewhere",
        target({ template: { templateFrom: [] } }),
        /may not set spec.target.template.templateFrom/,
    ],
    ["a template inside an Output", target({ template: pulumi.output({}) }), /may not set spec.target.template.data/],
    ["a target inside an Output", target(pulumi.output({})), /may not set spec.target.name/],
])("an ExternalSecret refuses %s", (_, args, message) => {
    expect(() => new ExternalSecret("db", { ...least, ...args })).toThrow(message);
});

describe("what a workload takes of it", () => {
    const external = () =>
        new ExternalSecret("db", {
            ...least,
            secretName: "db-login",
            keys: { user: { key: "a" }, password: { key: "b" } },
        });
    const known = (value: unknown) => (pulumi.output(value) as unknown as { promise(): Promise<unknown> }).promise();

    test("a key that it declares", async () => {
        const { secret, key } = external().key("password");
        expect([await known(secret), key]).toEqual(["db-login", "password"]);
    });

    test.each(["token", "toString", ""])("no key that it does not declare: %p", (key) => {
        expect(() => external().key(key)).toThrow(
            `ExternalSecret db: argument keys declares no ${key}: it declares user, password.`,
        );
    });

    test("all of it as files", async () => {
        const { secret, path } = external().files("/run/secrets/db");
        expect([await known(secret), path]).toEqual(["db-login", "/run/secrets/db"]);
    });
});
