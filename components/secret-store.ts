import * as iam from "@pulumi/aws/iam";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { oneOf } from "./choice";
import { overriddenResource, whenReady } from "./custom-resource";
import type { SecretStoreObject } from "./external-secrets-api";
import { dnsLabel, dnsSubdomain, type Fault } from "./formats";
import { hardened } from "./hardening";
import { oidcProviderArn, parseOidcProvider, trustPolicy } from "./irsa";
import { checked, isDeferred, optional, verify } from "./refusal";
import { kmsKeyArn, readPolicy, region, secretPrefix, SecretService } from "./secret-access";
import { refuseUnneeded, waiversOf, type WaivableArgs } from "./waivers";

/** The controller of External Secrets in the cluster. */
export interface SecretControllerArgs {
    /** Its namespace. Default: `external-secrets`. */
    namespace?: pulumi.Input<string>;
    /** Its service account. Default: `external-secrets`. */
    serviceAccount?: pulumi.Input<string>;
}

export interface SecretStoreArgs extends WaivableArgs {
    /** Name of the namespace; of a `Namespace`, its output `name`. */
    namespace: pulumi.Input<string>;
    /** Name in Kubernetes. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /** Where the secrets are. Default: Secrets Manager. */
    service?: SecretService;
    /** AWS region of the secrets. */
    region: pulumi.Input<string>;
    /**
     * What the names of the secrets that may be read begin with, without the slash that follows it: `shop/production`
     * in Secrets Manager, `/shop/production` in Parameter Store.
     */
    prefix: pulumi.Input<string>;
    /** ARN of the KMS key that the secrets are encrypted with. Default: the AWS managed key, which needs no permission. */
    kmsKeyArn?: pulumi.Input<string>;
    /** ARN of the cluster's IAM OIDC provider, in the account of the secrets. */
    oidcProviderArn: pulumi.Input<string>;
    /** Name of the IAM role. Default: made by Pulumi, since names of roles are taken for the whole account. */
    roleName?: pulumi.Input<string>;
    /** ARN of the policy that bounds what the IAM role may be allowed. */
    permissionsBoundary?: pulumi.Input<string>;
    controller?: SecretControllerArgs;
    /** Fields of the SecretStore, merged over what the component made, but for its provider. The result is judged. */
    override?: SecretStoreObject;
}

const roleName: Fault<string> = (value) =>
    /^[\w+=,.@-]{1,64}$/.test(value)
        ? undefined
        : "is not the name of an IAM role: at most 64 letters, digits and +=,.@-_";

const policyArn: Fault<string> = (value) =>
    /^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(value)
        ? undefined
        : "is not the ARN of an IAM policy";

/**
 * Secrets of AWS Secrets Manager or Parameter Store for one namespace: a store of External Secrets with an IAM role of
 * its own, which reads what is below one prefix and which only the store's service account may take on.
 */
export class SecretStore extends pulumi.ComponentResource {
    /** Name in Kubernetes, known once the store is ready: what uses it waits for the store. */
    readonly name: pulumi.Output<string>;
    /** The service account whose tokens the controller of External Secrets may ask for. */
    readonly serviceAccountName: pulumi.Output<string>;
    readonly roleArn: pulumi.Output<string>;

    constructor(name: string, args: SecretStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:SecretStore", name, {}, opts);
        const store = checked(this, "name", args.name ?? name, dnsLabel);
        const namespace = checked(this, "namespace", args.namespace, dnsLabel);
        const service = verify(this, "service", args.service ?? SecretService.SecretsManager, oneOf(SecretService));
        const access = {
            region: checked(this, "region", args.region, region),
            prefix: checked(this, "prefix", args.prefix, secretPrefix(service)),
            kmsKeyArn: optional(this, "kmsKeyArn", args.kmsKeyArn, kmsKeyArn),
        };
        const providerArn = checked(this, "oidcProviderArn", args.oidcProviderArn, oidcProviderArn);
        const role = {
            name: optional(this, "roleName", args.roleName, roleName),
            permissionsBoundary: optional(this, "permissionsBoundary", args.permissionsBoundary, policyArn),
        };
        const controller = controllerOf(this, args.controller ?? {});
        // Not the store's name: a workload of that name has a service account of that name.
        const account = isDeferred(store) ? pulumi.interpolate`${store}-secret-store` : `${store}-secret-store`;
        const aws = { service, region: access.region, auth: { jwt: { serviceAccountRef: { name: account } } } };
        const bare = {
            apiVersion: "external-secrets.io/v1",
            kind: "SecretStore",
            metadata: { name: store, namespace, annotations: whenReady },
            spec: { provider: { aws } },
        } satisfies SecretStoreObject & kubernetes.apiextensions.CustomResourceArgs;
        const fixed = [["spec.provider", "set the arguments service, region and oidcProviderArn"]] as const;
        const waivers = waiversOf(this, args);
        const made = hardened(
            "kubernetes:external-secrets.io/v1:SecretStore",
            overriddenResource(this, bare, args.override, fixed),
            { component: this, argumentOf: () => "override", waivers },
        );
        refuseUnneeded(this, waivers);
        const provider = pulumi.output(providerArn).apply(parseOidcProvider);

        // Nothing is registered before all arguments have been judged.
        const children = { parent: this };
        const iamRole = new iam.Role(
            `${name}-role`,
            {
                ...role,
                description: pulumi.interpolate`External Secrets: SecretStore ${store} in namespace ${namespace}`,
                assumeRolePolicy: pulumi.all([provider, namespace, account]).apply((all) => trustPolicy(...all)),
            },
            children,
        );
        const policy = new iam.RolePolicy(
            `${name}-role-policy`,
            {
                name: "read-secrets",
                role: iamRole.name,
                policy: pulumi
                    .all([provider, pulumi.output(access)])
                    .apply(([of, known]) => readPolicy(service, of, known)),
            },
            children,
        );
        const metadata = { name: account, namespace };
        const serviceAccount = new kubernetes.core.v1.ServiceAccount(
            `${name}-service-account`,
            {
                metadata: { ...metadata, annotations: { "eks.amazonaws.com/role-arn": iamRole.arn } },
                automountServiceAccountToken: false,
            },
            children,
        );
        const tokens = new kubernetes.rbac.v1.Role(
            `${name}-token-role`,
            {
                metadata,
                rules: [
                    {
                        apiGroups: [""],
                        resources: ["serviceaccounts/token"],
                        resourceNames: [account],
                        verbs: ["create"],
                    },
                ],
            },
            children,
        );
        const grant = new kubernetes.rbac.v1.RoleBinding(
            `${name}-token-role-binding`,
            {
                metadata,
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: account },
                subjects: [{ kind: "ServiceAccount", ...controller }],
            },
            { ...children, dependsOn: tokens },
        );
        const resource = new kubernetes.apiextensions.CustomResource(`${name}-secret-store`, made, {
            ...children,
            dependsOn: [policy, serviceAccount, grant],
        });
        this.name = resource.metadata.name;
        this.serviceAccountName = serviceAccount.metadata.name;
        this.roleArn = iamRole.arn;
        this.registerOutputs({
            name: this.name,
            serviceAccountName: this.serviceAccountName,
            roleArn: this.roleArn,
        });
    }
}

function controllerOf(component: pulumi.Resource, args: SecretControllerArgs) {
    const { namespace = "external-secrets", serviceAccount = "external-secrets" } = args;
    return {
        namespace: checked(component, "controller.namespace", namespace, dnsLabel),
        name: checked(component, "controller.serviceAccount", serviceAccount, dnsSubdomain),
    };
}
