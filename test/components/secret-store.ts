import fc from "fast-check";
import type { Case } from "./case";
import { input, name, record, type Fields } from "./values";
import { waivable } from "./waived";

const account = "123456789012";
const region = fc.constantFrom("eu-west-1", "us-gov-west-1", "cn-north-1", "ap-southeast-2");
const key = fc.stringMatching(/^(mrk-)?[0-9a-f]{32}$/).map((id) => `arn:aws:kms:eu-west-1:${account}:key/${id}`);
const issuer = fc.constantFrom("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B7", "oidc.example.com");
const provider = fc
    .tuple(fc.constantFrom("aws", "aws-cn", "aws-us-gov"), fc.stringMatching(/^[0-9]{12}$/), issuer)
    .map(([partition, id, host]) => `arn:${partition}:iam::${id}:oidc-provider/${host}`);

const controller: Fields = { namespace: input(name), serviceAccount: input(name) };
const secretStore: Fields = {
    ...waivable,
    namespace: input(name),
    name: input(name),
    service: fc.constant("SecretsManager"),
    region: input(region),
    prefix: input(fc.constantFrom("shop", "shop/production", "/shop/a+b=c@d.e_f-g")),
    kmsKeyArn: input(key),
    oidcProviderArn: input(provider),
    roleName: input(fc.stringMatching(/^[\w+=,.@-]{1,64}$/)),
    permissionsBoundary: input(fc.constantFrom(`arn:aws:iam::${account}:policy/team/boundary`)),
    controller: record(controller),
    override: fc.constantFrom(
        {},
        { spec: { controller: "shop", refreshInterval: 300 } },
        { spec: { retrySettings: { maxRetries: { $later: 3 }, retryInterval: "10s" } } },
        { metadata: { annotations: { "example.com/owner": { $later: "team" } } } },
    ),
};
const required = ["namespace", "region", "prefix", "oidcProviderArn"];
const parameters = { service: fc.constant("ParameterStore"), prefix: input(fc.constantFrom("/shop", "/shop/b.c_d-1")) };

const oidcProviderArn = `arn:aws:iam::${account}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE`;
export const secretStoreCase: Case = {
    kind: "SecretStore",
    interfaces: { SecretStoreArgs: secretStore, SecretControllerArgs: controller },
    any: fc.oneof(record(secretStore, required), record({ ...secretStore, ...parameters }, [...required, "service"])),
    least: { namespace: "least", region: "eu-west-1", prefix: "least", oidcProviderArn },
    full: {
        namespace: "full-home",
        name: "full-name",
        service: "ParameterStore",
        region: "eu-north-1",
        prefix: "/full/prefix",
        kmsKeyArn: `arn:aws:kms:eu-central-1:${account}:key/full-key`,
        oidcProviderArn,
        roleName: "full-role",
        permissionsBoundary: `arn:aws:iam::${account}:policy/full-boundary`,
        controller: { namespace: "controller-home", serviceAccount: "controller-account" },
        override: { spec: { controller: "controller-class" } },
    },
    plain: ["service"],
    // The account of the secrets is that of the provider.
    hangsOn: ({ path }, place) => path.at(-1) === "oidcProviderArn" && place.endsWith("role-policy.policy"),
};
