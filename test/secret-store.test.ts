import type { SecretStoreArgs } from "hardened-containers";
import { withComponents } from "./components/program";

const oidcProviderArn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
const least: SecretStoreArgs = { namespace: "shop", region: "eu-west-1", prefix: "shop/production", oidcProviderArn };

type Inputs = Record<string, unknown>;

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
const stores: Record<string, Partial<SecretStoreArgs>> = {
    db: {},
    parameters: { service: "ParameterStore", prefix: "/shop/production", kmsKeyArn },
    china: {
        region: "cn-north-1",
        kmsKeyArn,
        oidcProviderArn: "arn:aws-cn:iam::210987654321:oidc-provider/oidc.example.com",
    },
    foreign: { controller: { namespace: "operators", serviceAccount: "eso" } },
};

/** What each store is made of, by the end of the resource's name. */
const made: Record<string, Record<string, Inputs>> = {};

beforeAll(async () => {
    const components = Object.entries(stores).map(([name, args]) => ({
        kind: "SecretStore",
        name,
        args: { ...least, ...args },
    }));
    await withComponents(components, async (run) => {
        const { steps } = await run("up", { skipPreview: true });
        for (const name of Object.keys(stores)) {
            const own = steps.filter(({ urn }) => urn.includes(`::${name}-`));
            const byRole = own.map(({ urn, inputs }) => [urn.split(`::${name}-`)[1], inputs as Inputs]);
            made[name] = Object.fromEntries(byRole) as Record<string, Inputs>;
        }
    });
}, 300_000);

const statements = (document: unknown): unknown => (JSON.parse(document as string) as { Statement: unknown }).Statement;

test("the role trusts one service account of one cluster", () => {
    expect(statements(made.db?.role?.assumeRolePolicy)).toEqual([
        {
            Effect: "Allow",
            Principal: { Federated: oidcProviderArn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
                StringEquals: {
                    "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub": "system:serviceaccount:shop:db-secret-store",
                    "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:aud": "sts.amazonaws.com",
                },
            },
        },
    ]);
});

const decrypt = (...services: string[]) => ({
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: kmsKeyArn,
    Condition: { StringEquals: { "kms:ViaService": services } },
});

test.each<[string, string, unknown[]]>([
    [
        "Secrets Manager",
        "db",
        [
            {
                Effect: "Allow",
                Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                Resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/production/*",
            },
        ],
    ],
    [
        "Parameter Store, with a key",
        "parameters",
        [
            {
                Effect: "Allow",
                Action: ["ssm:GetParameter"],
                Resource: "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/production/*",
            },
            decrypt("ssm.eu-west-1.amazonaws.com"),
        ],
    ],
    [
        "Secrets Manager in China, with a key",
        "china",
        [
            {
                Effect: "Allow",
                Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                Resource: "arn:aws-cn:secretsmanager:cn-north-1:210987654321:secret:shop/production/*",
            },
            decrypt("secretsmanager.cn-north-1.amazonaws.com", "secretsmanager.cn-north-1.amazonaws.com.cn"),
        ],
    ],
])("the role reads what is below the prefix in %s, and nothing else", (_, store, expected) => {
    const { role, "role-policy": policy } = made[store] ?? {};
    expect(statements(policy?.policy)).toEqual(expected);
    expect(policy?.role).toBe(role?.name);
});

test("the controller may ask for tokens of the store's service account alone, which carries the role", () => {
    const all = made.foreign ?? {};
    const metadata = { name: "foreign-secret-store", namespace: "shop" };
    expect(all["service-account"]).toMatchObject({
        metadata: {
            ...metadata,
            annotations: { "eks.amazonaws.com/role-arn": `arn:aws:iam::123456789012:role/${String(all.role?.name)}` },
        },
        automountServiceAccountToken: false,
    });
    expect(all["token-role"]).toMatchObject({
        metadata,
        rules: [
            {
                apiGroups: [""],
                resources: ["serviceaccounts/token"],
                resourceNames: ["foreign-secret-store"],
                verbs: ["create"],
            },
        ],
    });
    expect(all["token-role-binding"]).toMatchObject({
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "foreign-secret-store" },
        subjects: [{ kind: "ServiceAccount", namespace: "operators", name: "eso" }],
    });
    expect(all["secret-store"]).toMatchObject({
        apiVersion: "external-secrets.io/v1",
        kind: "SecretStore",
        metadata: { name: "foreign", namespace: "shop", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
        spec: {
            provider: {
                aws: {
                    service: "SecretsManager",
                    region: "eu-west-1",
                    auth: { jwt: { serviceAccountRef: { name: "foreign-secret-store" } } },
                },
            },
        },
    });
});
