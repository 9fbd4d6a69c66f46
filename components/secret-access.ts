import type { Fault } from "./formats";
import type { OidcProvider } from "./irsa";

/** Where AWS keeps the secrets. */
export const SecretService = { SecretsManager: "SecretsManager", ParameterStore: "ParameterStore" } as const;
export type SecretService = (typeof SecretService)[keyof typeof SecretService];

/** How a service speaks of its secrets. */
interface Dialect {
    /** Prefix of its actions, and its name in `kms:ViaService`. */
    id: string;
    /** What External Secrets calls to read one secret. It would need more to search, on all secrets of the account. */
    actions: string[];
    prefix: Fault<string>;
    /** The part of an ARN that stands for all secrets whose names begin with the prefix. */
    below: (prefix: string) => string;
}

const dialects: Record<SecretService, Dialect> = {
    SecretsManager: {
        id: "secretsmanager",
        actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        prefix: (value) =>
            value.length <= 500 && /^\/?[\w+=.@-]+(\/[\w+=.@-]+)*$/.test(value)
                ? undefined
                : "is not the first part of the names of secrets, without the slash that follows it, such as shop/production",
        // The names that ARNs show end in six characters that Secrets Manager adds.
        below: (prefix) => `secret:${prefix}/*`,
    },
    ParameterStore: {
        id: "ssm",
        actions: ["ssm:GetParameter"],
        prefix: (value) => {
            if (value.length > 500 || !/^(\/[\w.-]+)+$/.test(value)) {
                return "is not the first part of the names of parameters, without the slash that follows it, such as /shop/production";
            }
            return /^\/(aws|ssm)/i.test(value) ? "is a prefix that AWS keeps for itself" : undefined;
        },
        // Its slash is that of the name.
        below: (prefix) => `parameter${prefix}/*`,
    },
};

/** What the names of all secrets that a store may read begin with. */
export function secretPrefix(service: SecretService): Fault<string> {
    return dialects[service].prefix;
}

/** An AWS region. */
export const region: Fault<string> = (value) =>
    /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(value) ? undefined : "is not an AWS region, such as eu-west-1";

/** The ARN of a KMS key; aliases name no key in a policy. */
export const kmsKeyArn: Fault<string> = (value) =>
    /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/.test(value)
        ? undefined
        : "is not the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export interface SecretAccess {
    region: string;
    prefix: string;
    kmsKeyArn?: string;
}

/** The policy that lets a role read the secrets below a prefix, and decrypt them with their own key. */
export function readPolicy(service: SecretService, { partition, account }: OidcProvider, access: SecretAccess): string {
    const { id, actions, below } = dialects[service];
    const Resource = `arn:${partition}:${id}:${access.region}:${account}:${below(access.prefix)}`;
    // In China services go by both suffixes.
    const suffixes = partition === "aws-cn" ? ["amazonaws.com", "amazonaws.com.cn"] : ["amazonaws.com"];
    const services = suffixes.map((suffix) => `${id}.${access.region}.${suffix}`);
    const decrypt = {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: access.kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": services } },
    };
    const read = { Effect: "Allow", Action: actions, Resource };
    const Statement = access.kmsKeyArn === undefined ? [read] : [read, decrypt];
    return JSON.stringify({ Version: "2012-10-17", Statement });
}
