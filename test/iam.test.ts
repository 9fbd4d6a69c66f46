import fc from "fast-check";
import { controls } from "hardened-containers-policies/controls";
import { firstOf, isBounded, isEveryone, matches, matchesWildcards } from "hardened-containers-policies/iam-access";
import { partsOf, type Statement } from "hardened-containers-policies/iam";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";

/** The statement of a policy, as IAM spells it. */
function statement(raw: Data): Statement {
    const [part] = partsOf({ Statement: raw }, "policy");
    if (part === undefined || !("statement" in part)) throw new Error("there is no statement");
    return part.statement;
}

const policy = (document: unknown): Resource => ({
    type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
    urn: "urn:policy",
    name: "policy",
    props: { repository: "api", policy: document },
});

function judged(id: string, document: unknown) {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judge(control, policy(document));
    return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
}
const isPublic = (document: unknown) => judged("no-public-ecr-policy", document);

test.each<[unknown, boolean]>([
    ["*", true],
    [{ AWS: "*" }, true],
    [{ AWS: ["arn:aws:iam::123456789012:role/ci", "*"] }, true],
    [{ AWS: "arn:aws:iam::*:root" }, true],
    [{ Federated: "*" }, true],
    [{ AWS: "arn:aws:iam::123456789012:root" }, false],
    [{ AWS: [] }, false],
    [{ Service: "codebuild.amazonaws.com" }, false],
    [[], false],
    [null, false],
    [7, false],
])("principal %j: everybody is %p", (Principal, expected) => {
    expect(statement({ Principal }).principals?.some(isEveryone)).toBe(expected);
});

test("whoever is not named is everybody else", () => {
    const others = { Effect: "Allow", NotPrincipal: { AWS: "123456789012" }, Action: "ecr:*" };
    expect(isPublic({ Statement: [others] }).findings).toEqual([
        "policy.Statement[0] lets everybody in, and no condition bounds that",
    ]);
    expect(isPublic({ Statement: [{ ...others, NotPrincipal: sentinels.string }] }).findings).toHaveLength(1);
});

test.each<[Data, boolean]>([
    [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, true],
    [{ stringequals: { "AWS:principalorgid": ["o-1", "o-2"] } }, true],
    [{ StringLike: { "aws:PrincipalOrgID": "o-*" } }, false],
    [{ StringEquals: { "aws:PrincipalOrgID": [] } }, false],
    [{ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, false],
    [{ "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-1" } }, false],
    [{ "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-1" } }, true],
    [{ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, false],
    [{ Null: { "aws:PrincipalOrgID": "false" } }, false],
    [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/r-1/*" } }, true],
    [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/r-1/*" } }, false],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } }, true],
    [{ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci" } }, false],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::bucket" } }, true],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }, false],
    [{ StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } }, true],
    [{ StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } }, false],
    [{ StringEquals: { "aws:PrincipalTag/team": "red" } }, false],
    [{ StringEquals: { "aws:SourceVpce": "vpce-1" } }, true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, true],
    [{ IpAddress: { "aws:SourceIp": ["203.0.113.7", "2001:db8::/32"] } }, true],
    [{ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, false],
    [{ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "::/0"] } }, false],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, false],
    [{ IpAddress: { "aws:SourceIp": "somewhere" } }, false],
    [{ Bool: { "aws:SecureTransport": "true" } }, false],
    [{ StringEquals: null }, false],
    [{ constructor: { "aws:PrincipalOrgID": "o-1" } }, false],
])("condition %j bounds who is allowed: %p", (Condition, expected) => {
    expect(isBounded(statement({ Condition }))).toBe(expected);
});

test.each<[Data, string | undefined]>([
    [{ Action: "*" }, "ecr:PutImage"],
    [{ Action: "ecr:*" }, "ecr:PutImage"],
    [{ Action: ["s3:*", "ECR:putimage"] }, "ecr:PutImage"],
    [{ Action: "ecr:Upload*" }, "ecr:UploadLayerPart"],
    [{ Action: "ecr:PutImag?" }, "ecr:PutImage"],
    [{ Action: "ecr:PutImage?" }, undefined],
    [{ Action: "ecr:Get*" }, undefined],
    [{ Action: [] }, undefined],
    [{}, undefined],
    [{ NotAction: "ecr:Get*" }, "ecr:PutImage"],
    [{ NotAction: ["ecr:Put*"] }, "ecr:UploadLayerPart"],
    [{ NotAction: "ecr:*" }, undefined],
])("the first action of %j is %p", (raw, expected) => {
    expect(firstOf(statement(raw), ["ecr:PutImage", "ecr:UploadLayerPart"])).toBe(expected);
});

test("wildcards match as the regular expression does that they stand for", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
        fc.property(pattern, text, (wild, plain) => {
            const expression = new RegExp(`^${wild.replaceAll("*", ".*").replaceAll("?", ".")}$`);
            expect(matchesWildcards(wild, plain)).toBe(expression.test(plain));
        }),
        { numRuns: 2000 },
    );
    expect(matchesWildcards(`${"*a".repeat(500)}b`, "a".repeat(5000))).toBe(false);
    expect(matches("ecr:put*", "ECR:PutImage")).toBe(true);
});

describe("the form of a policy", () => {
    const open = { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" };
    const found = "lets everybody in, and no condition bounds that";

    test("JSON and the object that becomes it are judged alike", () => {
        for (const document of [{ Statement: [open] }, JSON.stringify({ Statement: [open] })]) {
            expect(isPublic(document)).toEqual({ findings: [`policy.Statement[0] ${found}`], undecided: [] });
        }
        expect(isPublic({ Statement: open }).findings).toEqual([`policy.Statement ${found}`]);
    });

    test.each<[unknown, string]>([
        ["{", "policy is not a policy in JSON"],
        ["", "policy is not a policy in JSON"],
        ["[]", "policy is not a policy in JSON"],
        [7, "policy is not a policy in JSON"],
        ["{}", "policy has no statement"],
        [{ Statement: [] }, "policy has no statement"],
        [{ Statement: ["Allow"] }, "policy.Statement[0] is not a statement"],
    ])("%j", (document, message) => {
        expect(isPublic(document)).toEqual({ findings: [message], undecided: [] });
        for (const id of ["known-ecr-accounts", "limited-ecr-push"]) expect(judged(id, document).findings).toEqual([]);
    });

    test("what is not known yet hides no other statement and is named", () => {
        const unknown = sentinels.string;
        expect(isPublic(unknown)).toEqual({ findings: [], undecided: ["policy"] });
        expect(isPublic({ Statement: unknown }).undecided).toEqual(["policy.Statement"]);
        expect(isPublic({ Statement: [unknown, open] })).toEqual({
            findings: [`policy.Statement[1] ${found}`],
            undecided: ["policy.Statement[0]"],
        });
        const place = (raw: Data) => isPublic({ Statement: [{ ...open, ...raw }] }).undecided;
        expect(place({ Principal: { AWS: unknown } })).toEqual(["policy.Statement[0].Principal.AWS"]);
        expect(place({ Principal: { AWS: ["123456789012", unknown] } })).toEqual([
            "policy.Statement[0].Principal.AWS[1]",
        ]);
        expect(place({ Effect: unknown })).toEqual(["policy.Statement[0].Effect"]);
        expect(place({ Condition: { StringLike: { "aws:SourceVpce": unknown } } })).toEqual([
            "policy.Statement[0].Condition.StringLike.aws:SourceVpce",
        ]);
        expect(place({ Condition: unknown })).toEqual(["policy.Statement[0].Condition"]);
        expect(place({ Action: unknown })).toEqual([]);
        const organization = { StringEquals: { "aws:PrincipalOrgID": unknown } };
        expect(isPublic({ Statement: [{ ...open, Condition: organization }] })).toEqual({
            findings: [],
            undecided: [expect.stringContaining("aws:PrincipalOrgID")],
        });
    });

    test("any JSON at all is judged", () => {
        const keys = fc.constantFrom(
            "Statement",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Condition",
        );
        const { tree } = fc.letrec((tie) => ({
            tree: fc.oneof(
                { depthSize: "small", withCrossShrink: true },
                fc.constantFrom("Allow", "*", "ecr:*", "AWS", null, 7, true, sentinels.string),
                fc.jsonValue(),
                fc.array(tie("tree"), { maxLength: 3 }),
                fc.dictionary(fc.oneof(keys, fc.constantFrom("AWS", "StringEquals", "__proto__")), tie("tree")),
            ),
        }));
        fc.assert(
            fc.property(tree, fc.boolean(), (value, text) => {
                for (const id of ["no-public-ecr-policy", "known-ecr-accounts", "limited-ecr-push"]) {
                    for (const document of [value, { Statement: value }, { Statement: [value] }]) {
                        const { findings } = judged(id, text ? JSON.stringify(document) : document);
                        expect(findings.filter((each) => each.includes("could not be judged"))).toEqual([]);
                    }
                }
            }),
            { numRuns: 500 },
        );
    });
});
