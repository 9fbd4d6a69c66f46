import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import type { Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { object } from "./stacks";

const unknown = sentinels.string;
const aws = (settings: unknown) => ({ provider: { aws: settings } });
const ambient = aws({ service: "SecretsManager", region: "eu-west-1" });

/** What a control says of a resource of a type. */
function said(id: string, type: string, props: Data) {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judge(control, object(`kubernetes:${type}`, "shop", props));
    return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
}
const findings = (...messages: string[]) => ({ findings: messages, undecided: [] });
const undecided = (...paths: string[]) => ({ findings: [], undecided: paths });
const nothing = findings();

const noIdentity = "names no identity of its own for aws, which makes it the controller's";

describe.each(["v1alpha1", "v1beta1", "v1"])("stores in version %s", (version) => {
    const api = `external-secrets.io/${version}`;

    test("are judged alone, in lists and as patches", () => {
        const id = "no-ambient-store-identity";
        expect(said(id, `${api}:SecretStore`, { spec: ambient })).toEqual(findings(`spec.provider ${noIdentity}`));
        const items = [{ metadata: { name: "a" }, spec: ambient }, { spec: aws({ role: "arn" }) }];
        expect(said(id, `${api}:SecretStoreList`, { items })).toEqual(findings(`items[a].spec.provider ${noIdentity}`));
        // The rest of the store may say whose identity it is.
        const patch = { kind: "SecretStore", spec: ambient };
        expect(said(id, `${api}:SecretStorePatch`, patch)).toEqual(nothing);
        const key = aws({ auth: { secretRef: { accessKeyIDSecretRef: { name: "key" } } } });
        expect(said("no-static-store-credentials", `${api}:SecretStorePatch`, { ...patch, spec: key })).toEqual(
            findings("spec.provider holds static credentials: aws.auth.secretRef"),
        );
    });

    test("of the cluster are judged by who may use them, not by whose identity they use", () => {
        const store = `${api}:ClusterSecretStore`;
        expect(said("no-ambient-store-identity", store, { spec: ambient })).toEqual(nothing);
        expect(said("scoped-cluster-store", store, { spec: ambient })).toEqual(
            findings("spec.conditions are none: every namespace may use the store"),
        );
        expect(said("scoped-cluster-store", `${api}:SecretStore`, { spec: ambient })).toEqual(nothing);
        expect(said("scoped-cluster-store", `${api}:ClusterSecretStorePatch`, { spec: {} })).toEqual(nothing);
    });
});

describe("what is not known yet", () => {
    const store = "external-secrets.io/v1:SecretStore";
    const cluster = "external-secrets.io/v1:ClusterSecretStore";

    test.each<[string, string, Data, string]>([
        ["no-ambient-store-identity", store, { spec: unknown }, "spec"],
        ["no-ambient-store-identity", store, { spec: { provider: unknown } }, "spec.provider"],
        ["no-ambient-store-identity", store, { spec: aws(unknown) }, "spec.provider.aws"],
        ["no-ambient-store-identity", store, { spec: aws({ auth: unknown }) }, "spec.provider.aws.auth"],
        ["no-ambient-store-identity", store, { spec: aws({ role: unknown }) }, "spec.provider.aws.role"],
        ["no-static-store-credentials", store, { spec: aws({ auth: unknown }) }, "spec.provider.aws.auth"],
        ["scoped-cluster-store", cluster, { spec: { conditions: unknown } }, "spec.conditions"],
        [
            "scoped-cluster-store",
            cluster,
            { spec: { conditions: [{ namespaceSelector: unknown }] } },
            "spec.conditions[0].namespaceSelector",
        ],
        ["external-secrets-v1", "v1:List", { items: unknown }, "items"],
    ])("leaves %s of a %s undecided: %j", (id, type, props, path) => {
        expect(said(id, type, props)).toEqual(undecided(path));
    });

    test("does not hide what holds all the same", () => {
        const key = aws({ region: unknown, auth: { jwt: unknown, secretRef: { accessKeyIDSecretRef: unknown } } });
        expect(said("no-static-store-credentials", store, { spec: key }).findings).toHaveLength(1);
        expect(said("no-ambient-store-identity", store, { spec: aws({ region: unknown }) }).findings).toHaveLength(1);
        const conditions = [{ namespaces: unknown }, { namespaceSelector: {} }];
        expect(said("scoped-cluster-store", cluster, { spec: { conditions } }).findings).toHaveLength(1);
        const own = aws({ role: unknown, auth: { jwt: { serviceAccountRef: { name: unknown } } } });
        expect(said("no-ambient-store-identity", store, { spec: own })).toEqual(nothing);
    });
});

test.each([
    ["generators.external-secrets.io/v1alpha1:ECRAuthorizationToken"],
    ["external-secrets.io/v1alpha1:PushSecret"],
    ["external-secrets.io/v1alpha1:PushSecretList"],
    ["example.com/v1alpha1:SecretStore"],
])("there is nothing to say of %s", (type) => {
    const props = { spec: ambient, items: [{ spec: ambient }] };
    for (const { id } of controls.filter(({ on }) => /secret stores|External Secrets/.test(on.name))) {
        expect(said(id, type, props)).toEqual(nothing);
    }
});

test("an old version is named, also in a list", () => {
    const items = [{ apiVersion: "external-secrets.io/v1beta1", kind: "ExternalSecret", metadata: { name: "db" } }];
    const message = "apiVersion is external-secrets.io/v1beta1, which v1 has replaced";
    expect(said("external-secrets-v1", "v1:List", { items })).toEqual(findings(`items[db].${message}`));
    expect(said("external-secrets-v1", "external-secrets.io/v1beta1:ExternalSecretList", { items })).toEqual(
        findings(`items[db].${message}`),
    );
});

test.each([true, 7, "text", [], null, { aws: true }, { aws: [] }, { aws: { auth: "x", role: 7 } }])(
    "a store of another shape is no crash: %j",
    (odd) => {
        for (const id of ["no-ambient-store-identity", "no-static-store-credentials", "scoped-cluster-store"]) {
            for (const kind of ["SecretStore", "ClusterSecretStore"]) {
                for (const spec of [odd, { provider: odd, conditions: odd }, { conditions: [odd] }]) {
                    const type = `external-secrets.io/v1:${kind}`;
                    expect(JSON.stringify(said(id, type, { spec }))).not.toContain("could not be judged");
                }
            }
        }
    },
);
