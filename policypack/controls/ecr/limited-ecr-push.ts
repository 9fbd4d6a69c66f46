import { control } from "../../control";
import type { Condition, Principal, Statement } from "../../iam";
import { bindsBy, firstOf, matchesWildcards } from "../../iam-access";
import { policyStatements } from "../../subjects/ecr-policies";

const push = ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"];

const role = { type: "AWS", id: "arn:aws:iam::123456789012:role/ci" };
const user = { type: "AWS", id: "arn:aws:iam::123456789012:user/ann" };
const codebuild = { type: "Service", id: "codebuild.amazonaws.com" };
const everyone = { type: "AWS", id: "*" };
const byRole: Condition = { operator: "ArnEquals", key: "aws:PrincipalArn", values: [role.id] };
const allow = (principals: Principal[], more: Partial<Statement> = {}) => ({
    statement: { effect: "Allow", principals, actions: push, resources: [], conditions: [], ...more },
});

export default control({
    id: "limited-ecr-push",
    title: "Policies of ECR let only named roles push",
    severity: "high",
    level: "advisory",
    why: "What is pushed is what runs. Pushing is for pipelines, which act as roles: whole accounts, users with keys that do not expire and services are more than that.",
    references: ["CIS EKS 5.1.2"],
    narrows: "no-public-ecr-policy",
    on: policyStatements,
    settings: {
        principals: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["arn:*:iam::*:role/*"],
            description: "Who may push: ARNs, accounts and services, in which `*` stands for any text.",
        },
    },
    check: ({ statement }, { settings: { principals } }) => {
        const action = firstOf(statement, push);
        if (statement.effect !== "Allow" || action === undefined) return undefined;
        const mayPush = (id: string) => principals.some((pattern) => matchesWildcards(pattern, id));
        const bound = statement.conditions?.some(
            (each) => bindsBy(each, ["aws:principalarn"]) && each.values?.every(mayPush),
        );
        if (bound) return undefined;
        const other = statement.principals?.find(({ id }) => id !== undefined && (/[*?]/.test(id) || !mayPush(id)));
        return other && `lets ${other.id === "*" ? "everybody" : (other.id ?? "")} push (${action})`;
    },
    good: [
        allow([role]),
        allow([]),
        allow([user], { effect: "Deny" }),
        allow([user], { actions: ["ecr:BatchGetImage", "ecr:Describe*"] }),
        allow([user], { actions: [] }),
        allow([user], { actions: [], notActions: ["ecr:*"] }),
        allow([everyone], { conditions: [byRole] }),
        allow([everyone], { conditions: [{ ...byRole, operator: "StringEquals" }] }),
        { settings: { principals: ["*:role/ci", codebuild.id] }, ...allow([role, codebuild]) },
        { settings: { principals: ["*:role/ci"] }, ...allow([everyone], { conditions: [byRole] }) },
    ],
    bad: [
        allow([role, user]),
        allow([{ type: "AWS", id: "123456789012" }]),
        allow([{ type: "AWS", id: "arn:aws:iam::123456789012:root" }]),
        allow([codebuild]),
        allow([{ type: "AWS", id: "arn:aws:iam::123456789012:role/*" }]),
        allow([user], { actions: ["ecr:*"] }),
        allow([user], { actions: ["ecr:BatchGetImage", "ECR:put*"] }),
        allow([user], { actions: [], notActions: ["ecr:Delete*"] }),
        allow([everyone], { conditions: [{ ...byRole, key: "aws:PrincipalOrgID", operator: "StringEquals" }] }),
        allow([everyone], { conditions: [{ ...byRole, values: ["*"] }] }),
        allow([everyone], { conditions: [{ ...byRole, values: [role.id, user.id] }] }),
        { settings: { principals: ["*:role/release"] }, ...allow([role]) },
        { settings: { principals: ["*:role/release"] }, ...allow([everyone], { conditions: [byRole] }) },
    ],
    made: ({ principals }) =>
        principals
            .map((pattern) => pattern.replaceAll(/[*?]/g, "x"))
            .flatMap((id) => [
                allow([{ type: "AWS", id }]),
                allow([everyone], { conditions: [{ ...byRole, values: [id] }] }),
            ]),
});
