import { control } from "../../control";
import type { Condition, Principal, Statement } from "../../iam";
import { accountOf, isBounded, isEveryone, isWholeAccount } from "../../iam-access";
import { policyStatements } from "../../subjects/ecr-policies";

const account = { type: "AWS", id: "210987654321" };
const root = { type: "AWS", id: "arn:aws:iam::210987654321:root" };
const role = { type: "AWS", id: "arn:aws:iam::210987654321:role/reader" };
const own = "arn:aws:ecr:eu-central-1:210987654321:repository/*";
const organization: Condition = { operator: "StringEquals", key: "aws:PrincipalOrgID", values: ["o-exampleorg1"] };
const allow = (principals: Principal[], more: Partial<Statement> = {}) => ({
    statement: { effect: "Allow", principals, actions: ["ecr:*"], resources: [], conditions: [], ...more },
});

/** An account that is not in a list. */
function unlisted(accounts: readonly string[]): string {
    const ids = Array.from({ length: accounts.length + 1 }, (_, number) => String(number).padStart(12, "0"));
    return ids.find((id) => !accounts.includes(id)) ?? "";
}

export default control({
    id: "known-ecr-accounts",
    title: "Policies of ECR let in no whole account that nothing bounds",
    severity: "high",
    level: "advisory",
    why: "An account that is let in as a whole is everyone whom its administrators let act, and stays let in when it changes hands. Name the roles, or bound the statement by aws:PrincipalOrgID. Which account the repository is in cannot be seen before it exists, unless the statement names resources: in a policy without them one's own account needs no mention.",
    references: [],
    on: policyStatements,
    settings: {
        accounts: {
            type: "array",
            items: { type: "string", pattern: "^\\d{12}$", description: "the twelve digits of an AWS account" },
            default: [] as string[],
            description: "Ids of accounts that may be let in as a whole, such as all of one's own.",
        },
    },
    check: ({ statement }, { settings: { accounts } }) => {
        if (statement.effect !== "Allow" || isBounded(statement)) return undefined;
        const ours = (statement.resources ?? []).map((each) => each.split(":")[4]);
        const known = [...ours, ...accounts];
        const foreign = statement.principals?.find(
            (each) => !isEveryone(each) && isWholeAccount(each) && !known.includes(accountOf(each)),
        );
        return foreign && `lets in all of account ${accountOf(foreign) ?? ""}, and no condition bounds that`;
    },
    good: [
        allow([role]),
        allow([]),
        allow([account], { effect: "Deny" }),
        allow([account, root], { conditions: [organization] }),
        allow([account], { conditions: [{ ...organization, operator: "StringLike" }] }),
        allow([root], { resources: [own] }),
        { settings: { accounts: [account.id] }, ...allow([account, root]) },
    ],
    bad: [
        allow([account]),
        { settings: { accounts: ["123456789012"] }, ...allow([account]) },
        allow([role, root]),
        allow([account], { resources: ["*"] }),
        allow([account], { conditions: [{ ...organization, operator: "StringEqualsIfExists" }] }),
        allow([account], { conditions: [{ ...organization, operator: "StringLike", values: ["*"] }] }),
        allow([account], { conditions: [{ ...organization, key: "aws:PrincipalTag/team" }] }),
    ],
    made: ({ accounts }) => [allow([{ type: "AWS", id: unlisted(accounts) }])],
});
