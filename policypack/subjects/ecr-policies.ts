import { partsOf, written, type Statement } from "../iam";
import type { Data, Resource } from "../resource";
import type { Found, Subjects, Unseen } from "./subjects";

/** A statement of a policy that lets others into a registry or repository, or what is wrong with the policy's form. */
export interface PolicyStatement {
    statement: Statement;
    fault?: string;
}

/** Where the policies of repositories and registries are. */
const policyPlaces: Record<string, string> = {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
    "aws-native:ecr:Repository": "repositoryPolicyText",
    "aws-native:ecr:RegistryPolicy": "policyText",
    "aws-native:ecr:RepositoryCreationTemplate": "repositoryPolicy",
};

export const policyStatements: Subjects<PolicyStatement> = {
    name: "statements of ECR policies",
    scope: "resource",
    find: (resources) => resources.flatMap(statementsOf),
    embed: ({ statement, fault }) => [
        policy(fault === undefined ? { Version: "2012-10-17", Statement: [written(statement ?? {})] } : "{"),
    ],
};

function statementsOf({ type, props }: Resource): (Found<PolicyStatement> | Unseen)[] {
    const place = Object.hasOwn(policyPlaces, type) ? policyPlaces[type] : undefined;
    const given = place === undefined ? undefined : props[place];
    if (place === undefined || given === undefined || given === null) return [];
    return partsOf(given, place).map((part) => {
        if ("unseen" in part) return part;
        if ("statement" in part) return { ...part, subject: { statement: part.statement } };
        return { path: part.path, subject: { statement: {}, fault: part.fault }, at: { statement: part.path } };
    });
}

function policy(document: Data | string): Resource {
    const type = "aws:ecr/repositoryPolicy:RepositoryPolicy";
    return { type, urn: "urn:example", name: "example", props: { repository: "example", policy: document } };
}
