import { control } from "../../control";
import type { Condition, Statement } from "../../iam";
import { isBounded, isEveryone } from "../../iam-access";
import { policyStatements } from "../../subjects/ecr-policies";

const pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const role = { type: "AWS", id: "arn:aws:iam::123456789012:role/reader" };
const everyone = { type: "AWS", id: "*" };
const allow = (conditions: Condition[] = [], more: Partial<Statement> = {}) => ({
    statement: { effect: "Allow", principals: [everyone], actions: pull, resources: [], conditions, ...more },
});
const test = (operator: string, key: string, ...values: string[]): Condition => ({ operator, key, values });
const organization = test("StringEquals", "aws:PrincipalOrgID", "o-exampleorg1");

export default control({
    id: "no-public-ecr-policy",
    title: "Policies of ECR repositories and registries let in nobody unknown",
    severity: "critical",
    level: "mandatory",
    why: "A statement for the principal * without a condition that bounds who asks, such as aws:PrincipalOrgID, is for every AWS account there is. Operators that also hold where the key is missing (ForAllValues, …IfExists) bound nobody.",
    references: ["CIS EKS 5.1.2"],
    on: policyStatements,
    check: ({ statement, fault }) => {
        if (fault !== undefined) return fault;
        if (statement.effect !== "Allow" || !statement.principals?.some(isEveryone)) return undefined;
        return isBounded(statement) ? undefined : "lets everybody in, and no condition bounds that";
    },
    good: [
        allow([], { principals: [role] }),
        allow([], { principals: [] }),
        allow([], { effect: "Deny" }),
        allow([organization]),
        allow([test("Bool", "aws:SecureTransport", "true"), organization]),
        allow([test("StringLike", "aws:PrincipalOrgID", "o-exampleorg1")]),
        allow([test("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-exampleorg1/*")]),
    ],
    bad: [
        allow(),
        allow([], { principals: [{ type: "*", id: "*" }] }),
        allow([], { principals: [role, everyone] }),
        allow([test("StringLike", "aws:PrincipalOrgID", "*")]),
        allow([test("StringLike", "aws:PrincipalOrgID", "o-exampleorg1", "*")]),
        allow([{ ...organization, operator: "StringEqualsIfExists" }]),
        allow([{ ...organization, operator: "ForAllValues:StringEquals" }]),
        allow([{ ...organization, operator: "StringNotEquals" }]),
        allow([test("Bool", "aws:SecureTransport", "true")]),
        allow([{ ...organization, values: [] }]),
        { fault: "is not a policy in JSON" },
    ],
});
