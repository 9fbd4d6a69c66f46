import * as pulumi from "@pulumi/pulumi";
import { SecretStore, type SecretStoreArgs } from "hardened-containers";
import { mockEngine } from "./components/mocks";

mockEngine();

const oidcProviderArn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
const least: SecretStoreArgs = { namespace: "shop", region: "eu-west-1", prefix: "shop/production", oidcProviderArn };
const parameters = { service: "ParameterStore", prefix: "/shop" };

test.each<[string, object, RegExp]>([
    ["a malformed name", { name: "shop.db" }, /argument name \("shop.db"\) is not a DNS label/],
    ["no namespace", { namespace: undefined }, /argument namespace .*is not set/],
    ["a namespace that is a pattern", { namespace: "*" }, /argument namespace \("\*"\) is not a DNS label/],
    ["no region", { region: undefined }, /argument region .*is not set/],
    ["a region that is a pattern", { region: "*" }, /argument region \("\*"\) is not an AWS region/],
    ["a zone", { region: "eu-west-1a" }, /argument region/],
    ["no prefix", { prefix: undefined }, /argument prefix .*is not set/],
    ["an empty prefix", { prefix: "" }, /argument prefix \(""\) is not the first part of the names of secrets/],
    ["the prefix of everything", { prefix: "/" }, /argument prefix/],
    ["a wildcard in the prefix", { prefix: "shop/*" }, /argument prefix \("shop\/\*"\)/],
    ["a wildcard for one letter", { prefix: "sho?" }, /argument prefix/],
    ["a policy variable", { prefix: "${aws:username}" }, /argument prefix/],
    ["a prefix with its slash", { prefix: "shop/" }, /argument prefix .*without the slash that follows it/],
    ["a part without a name", { prefix: "shop//db" }, /argument prefix/],
    ["another resource beside the prefix", { prefix: "shop:x" }, /argument prefix/],
    ["a prefix longer than names", { prefix: "a".repeat(501) }, /argument prefix/],
    ["a prefix with a line break", { prefix: "shop\n" }, /argument prefix/],
    ["no prefix of parameters", { ...parameters, prefix: "/" }, /argument prefix .*the names of parameters/],
    [
        "a prefix of parameters without a slash",
        { ...parameters, prefix: "shop" },
        /argument prefix .*\/shop\/production/,
    ],
    ["a wildcard in it", { ...parameters, prefix: "/shop/*" }, /argument prefix/],
    ["one longer than names", { ...parameters, prefix: `/${"a".repeat(500)}` }, /argument prefix/],
    ["AWS's own parameters", { ...parameters, prefix: "/aws/reference" }, /argument prefix .*AWS keeps for itself/],
    ["those of Systems Manager", { ...parameters, prefix: "/SSM" }, /argument prefix .*AWS keeps for itself/],
    [
        "a service that there is not",
        { service: "Vault" },
        /argument service \("Vault"\) is none of SecretsManager, Parameter/,
    ],
    ["a service that every object has", { service: "toString" }, /argument service/],
    ["an alias of a key", { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:alias/shop" }, /argument kmsKeyArn/],
    ["all keys", { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/*" }, /argument kmsKeyArn/],
    ["any key", { kmsKeyArn: "*" }, /argument kmsKeyArn \("\*"\) is not the ARN of a KMS key/],
    ["no OIDC provider", { oidcProviderArn: undefined }, /argument oidcProviderArn .*is not set/],
    [
        "an issuer instead",
        { oidcProviderArn: "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE" },
        /argument oidcProvider/,
    ],
    ["a provider of everybody's", { oidcProviderArn: `${oidcProviderArn}/*` }, /argument oidcProviderArn/],
    ["a role instead", { oidcProviderArn: "arn:aws:iam::123456789012:role/shop" }, /argument oidcProviderArn/],
    ["a name that is no role's", { roleName: "a/b" }, /argument roleName/],
    ["a name longer than a role's", { roleName: "a".repeat(65) }, /argument roleName/],
    ["a boundary that is no policy", { permissionsBoundary: "boundary" }, /argument permissionsBoundary/],
    ["a malformed controller", { controller: { namespace: "a.b" } }, /argument controller.namespace/],
    ["all service accounts", { controller: { serviceAccount: "*" } }, /argument controller.serviceAccount/],
    [
        "another identity",
        { override: { spec: { provider: { aws: { auth: {} } } } } },
        /override may not set spec.provider/,
    ],
    [
        "another region inside an Output",
        { override: { spec: pulumi.output({ provider: { aws: { region: "eu-west-1" } } }) } },
        /argument override may not set spec.provider/,
    ],
    ["an override that is none", { override: "spec" }, /argument override is not an object/],
    ["an override inside an Output", { override: pulumi.output({}) }, /argument override is not an object/],
    ["another API", { override: { apiVersion: "v1" } }, /override may not set apiVersion/],
    ["another kind", { override: { kind: "ClusterSecretStore" } }, /override may not set kind/],
    ["another namespace", { override: { metadata: { namespace: "b" } } }, /override may not set metadata.namespace/],
    ["another name", { override: { metadata: { name: "b" } } }, /override may not set metadata.name/],
])("a SecretStore refuses %s", (_, args, message) => {
    expect(() => new SecretStore("shop", { ...least, ...args })).toThrow(message);
});
