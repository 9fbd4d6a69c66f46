import type { Fault } from "./formats";

/** IAM roles for service accounts: what lets a service account of a cluster take on an IAM role. */

const provider = /^arn:(aws(?:-[a-z]+)*):iam::(\d{12}):oidc-provider\/([a-z0-9][-a-z0-9.]*(?:\/[-._A-Za-z0-9]+)*)$/;

/** The ARN of an IAM OIDC provider. */
export const oidcProviderArn: Fault<string> = (value) =>
    provider.test(value)
        ? undefined
        : "is not the ARN of an IAM OIDC provider, such as arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

/** What the ARN of an OIDC provider says: partition and account, and the cluster's issuer without `https://`. */
export interface OidcProvider {
    arn: string;
    partition: string;
    account: string;
    issuer: string;
}

/** Parts of an ARN that is known to be one. */
export function parseOidcProvider(arn: string): OidcProvider {
    const [, partition = "", account = "", issuer = ""] = provider.exec(arn) ?? [];
    return { arn, partition, account, issuer };
}

/** The policy that lets one service account take on a role, and nobody else. */
export function trustPolicy({ arn, issuer }: OidcProvider, namespace: string, serviceAccount: string): string {
    const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Federated: arn },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: { StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: "sts.amazonaws.com" } },
            },
        ],
    });
}
