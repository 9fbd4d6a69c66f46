import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import externalSecretsV1 from "hardened-containers-policies/controls/external-secrets/external-secrets-v1";
import { ambientIdentities, staticCredentials } from "hardened-containers-policies/subjects/store-providers";
import { parse } from "yaml";

/** The newest version that the Go module proxy has. */
const upstream = "github.com/external-secrets/external-secrets@v1.3.2";

interface Schema {
    properties?: Record<string, Schema>;
    items?: Schema;
    enum?: string[];
}
interface Definition {
    spec: {
        names: { kind: string };
        versions: { name: string; schema: { openAPIV3Schema: Schema } }[];
    };
}

/** The definitions of External Secrets' own kinds. */
function readDefinitions(): Definition[] {
    const found = execFileSync("go", ["mod", "download", "-json", upstream], { cwd: "/", encoding: "utf8" });
    const { Dir } = JSON.parse(found) as { Dir: string };
    const folder = join(Dir, "config", "crds", "bases");
    const files = readdirSync(folder).filter((file) => file.startsWith("external-secrets.io_"));
    return files.map((file) => parse(readFileSync(join(folder, file), "utf8")) as Definition);
}
const definitions = readDefinitions();

function schemaOf(kind: string, path: string): Schema | undefined {
    const versions = definitions.find(({ spec }) => spec.names.kind === kind)?.spec.versions ?? [];
    const root = versions.find(({ name }) => name === "v1")?.schema.openAPIV3Schema;
    return path.split(".").reduce<Schema | undefined>((at, key) => (at?.items ?? at)?.properties?.[key], root);
}
const provider = (path: string): Schema | undefined => schemaOf("SecretStore", `spec.provider.${path}`);

test("the kinds that have a version v1 are those that must be written in it", () => {
    const newest = definitions.flatMap(({ spec }) =>
        spec.versions.some(({ name }) => name === "v1") ? [spec.names.kind] : [],
    );
    const judged = new Set(externalSecretsV1.bad.map(({ kind }) => kind));
    expect([...judged].sort()).toEqual(newest.sort());
});

test.each([...staticCredentials])("a provider may hold credentials at %s", (path) => {
    expect(provider(path)).toBeDefined();
});

test.each(ambientIdentities.map((each) => [each.at, each] as const))(
    "a store may have an identity at %s",
    (at, each) => {
        for (const field of each.own) expect(provider(`${at}.${field}`)).toBeDefined();
        const { field, value } = each.only ?? {};
        if (field !== undefined) expect(provider(`${at}.${field}`)?.enum).toContain(value);
    },
);

/** Where a schema refers to a key of a Secret. */
function keysOfSecrets(schema: Schema | undefined, path: string): string[] {
    const properties = (schema?.items ?? schema)?.properties ?? {};
    if ("key" in properties && "name" in properties) return [path];
    return Object.entries(properties).flatMap(([key, child]) => keysOfSecrets(child, `${path}.${key}`));
}

/** What proves nothing by itself, or expires. */
const harmless = [
    // Names, not secrets.
    /\.(clientId|tenantId|identityId|caProvider|credConfig)$/,
    // Certificates and their keys.
    /\.(cert|tls)\.|\.clientCertificate$/,
    // Infisical reads its settings for the clouds' own identities from Secrets, too.
    /^infisical\.auth\.(aws|azure|gcpIam|gcpIdToken|kubernetes)/i,
];

test("of providers that know another way no key of a Secret is forgotten", () => {
    const providers = new Set(staticCredentials.map((path) => path.split(".")[0] ?? ""));
    const forgotten = [...providers]
        .flatMap((name) => keysOfSecrets(provider(name), name))
        .filter((path) => !staticCredentials.some((known) => path === known || path.startsWith(`${known}.`)))
        .filter((path) => !harmless.some((pattern) => pattern.test(path)));
    expect(forgotten).toEqual([]);
});

test("the conditions of a ClusterSecretStore are those that are judged", () => {
    const conditions = schemaOf("ClusterSecretStore", "spec.conditions")?.items?.properties ?? {};
    expect(Object.keys(conditions).sort()).toEqual(["namespaceRegexes", "namespaceSelector", "namespaces"]);
});
