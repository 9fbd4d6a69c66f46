import { dirname, join } from "node:path";
import { aws } from "../../sandbox/providers/aws";
import type { Resource } from "../../sandbox/providers/stand-in";
import type { Properties } from "../../sandbox/providers/wire";

const provider = aws(dirname(require.resolve("@pulumi/aws/package.json")));

function resource(type: string, inputs: Properties, old?: Properties): Resource {
    return { type, name: "It", inputs, ...(old && { old: { inputs: old, outputs: {} } }) };
}

test.each([
    ["aws:ecr/repository:Repository", "name", /^it-[0-9a-f]{7}$/],
    ["aws:iam/role:Role", "name", /^It-[0-9a-f]{7}$/],
    ["aws:s3/bucket:Bucket", "bucket", /^it-[0-9a-f]{7}$/],
])("%s is named, once", (type, property, pattern) => {
    const { inputs } = provider.check(resource(type, {}));
    expect(inputs).toEqual({ [property]: expect.stringMatching(pattern) as string, __defaults: [property] });
    expect(provider.check(resource(type, {}, inputs)).inputs).toEqual(inputs);
    const own = { [property]: "own", __defaults: [] };
    expect(provider.check(resource(type, { [property]: "own" }, inputs)).inputs).toEqual(own);
    expect(provider.check(resource(type, {}, own)).inputs).toMatchObject({ __defaults: [property] });
});

test("what the SDK requires is required, and what has no name gets none", () => {
    const { inputs, failures } = provider.check(resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", { policy: "{}" }));
    expect([inputs, failures.map(({ property }) => property)]).toEqual([
        { policy: "{}", __defaults: [] },
        ["repository"],
    ]);
});

test("ids and ARNs have the form of the real ones", () => {
    const policy = resource("aws:iam/policy:Policy", { name: "p" });
    expect(provider.id(policy)).toBe("arn:aws:iam::123456789012:policy/p");
    expect(provider.id(resource("aws:ec2/vpc:Vpc", {}))).toMatch(/^vpc-0[0-9a-f]{16}$/);
    const repository = resource("aws:ecr/repository:Repository", { name: "r", region: "eu-central-1" });
    expect(provider.outputs(repository, "r")).toEqual({
        arn: "arn:aws:ecr:eu-central-1:123456789012:repository/r",
        registryId: "123456789012",
        repositoryUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/r",
        tagsAll: {},
    });
});

test("a policy document is put together as IAM writes it", () => {
    const statements: Properties[] = [
        {
            sid: "Push",
            actions: ["sts:AssumeRole"],
            principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
            conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1", "2"] }],
        },
        {
            effect: "Deny",
            actions: ["s3:*", "ecr:*"],
            resources: ["*"],
            principals: [{ type: "*", identifiers: ["*"] }],
        },
    ];
    const result = provider.invoke?.("aws:iam/getPolicyDocument:getPolicyDocument", { statements });
    expect(JSON.parse(result?.["json"] as string)).toEqual({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "Push",
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } },
            },
            { Effect: "Deny", Action: ["s3:*", "ecr:*"], Resource: "*", Principal: "*" },
        ],
    });
});

test("a resource of another package is taken as it is", () => {
    const nowhere = aws(join(__dirname, "nowhere"));
    expect(nowhere.check(resource("aws:x/y:Z", { a: 1 }))).toEqual({ inputs: { a: 1, __defaults: [] }, failures: [] });
});
