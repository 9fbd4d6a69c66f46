import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "./formats";
import { checked, optional } from "./refusal";
import { allowing, waiversFor, type Waivers } from "./waivers";

/** What a repository's policy is made of; part of `RepositoryArgs`. */
interface Access {
    readers?: pulumi.Input<string>[];
    writers?: pulumi.Input<string>[];
    organization?: pulumi.Input<string>;
}

const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const push = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/** The policy that lets readers and writers in, over TLS alone; nothing where there are none. */
export function repositoryPolicy(
    component: pulumi.Resource,
    access: Access,
    waivers: Waivers,
): pulumi.Output<string> | undefined {
    const { readers = [], writers = [] } = access;
    const organization = optional(component, "organization", access.organization, organizationId);
    const bounded = organization === undefined ? [] : [organization];
    const reader = principal(waivers, bounded.length > 0 ? undefined : "known-ecr-accounts");
    const statements = [
        ...allow("Pull", checkedAll(component, "readers", readers, reader), pull, bounded),
        ...allow(
            "Push",
            checkedAll(component, "writers", writers, principal(waivers, "limited-ecr-push")),
            [...pull, ...push],
            bounded,
        ),
    ];
    if (statements.length === 0) return undefined;
    const tls = {
        Sid: "RequireTls",
        Effect: "Deny",
        Principal: "*",
        Action: "ecr:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement: [...statements, tls] });
}

function allow(
    Sid: string,
    principals: pulumi.Input<string>[],
    Action: string[],
    organizations: pulumi.Input<string>[],
): object[] {
    if (principals.length === 0) return [];
    const condition = organizations.map((id) => ({ StringEquals: { "aws:PrincipalOrgID": id } }))[0];
    return [
        {
            Sid,
            Effect: "Allow",
            Principal: { AWS: principals },
            Action,
            ...(condition === undefined ? {} : { Condition: condition }),
        },
    ];
}

function checkedAll(
    component: pulumi.Resource,
    argument: string,
    values: pulumi.Input<string>[],
    fault: Fault<string>,
): pulumi.Input<string>[] {
    return values.map((each) => checked(component, argument, each, fault));
}

const organizationId: Fault<string> = (value) =>
    /^o-[a-z0-9]{10,32}$/.test(value) ? undefined : "is not the ID of an AWS organization, such as o-exampleorg1";

const instead = {
    "known-ecr-accounts":
        "is a whole account (known-ecr-accounts). Name the role that pulls, or set organization to bound all readers by it",
    "limited-ecr-push": "is a whole account (limited-ecr-push). Name the role that pushes",
};

/** A role or, unless a control is against it, an account. */
function principal(waivers: Waivers, againstAccounts: keyof typeof instead | undefined): Fault<string> {
    const unless = (control: string, fault: string) =>
        waiversFor(waivers, control).length > 0 ? undefined : `${fault}. ${allowing(waivers, control)}`;
    return (value) => {
        if (/[*?]/.test(value)) {
            const fault = "has a wildcard, which could be anybody (no-public-ecr-policy). Name each principal";
            return unless("no-public-ecr-policy", fault);
        }
        if (/^(\d{12}|arn:aws[-a-z]*:iam::\d{12}:root)$/.test(value)) {
            return againstAccounts && unless(againstAccounts, instead[againstAccounts]);
        }
        if (/^arn:aws[-a-z]*:iam::\d{12}:role\/[-+=,.@_/A-Za-z0-9]{1,576}$/.test(value)) return undefined;
        if (/^arn:aws[-a-z]*:iam::\d{12}:user\//.test(value)) {
            const fault = "is a user, whose keys do not expire (limited-ecr-push). Name a role";
            return againstAccounts === "limited-ecr-push" ? unless(againstAccounts, fault) : fault;
        }
        return "is not the ARN of a role, such as arn:aws:iam::123456789012:role/ci";
    };
}
