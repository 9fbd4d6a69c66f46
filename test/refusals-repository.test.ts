import * as pulumi from "@pulumi/pulumi";
import { Repository } from "hardened-containers";

const registered: { name: string; inputs: Record<string, unknown> }[] = [];

beforeAll(() =>
    pulumi.runtime.setMocks({
        newResource: ({ inputs, name }) => {
            const state = inputs as Record<string, unknown>;
            registered.push({ name, inputs: state });
            return { id: name, state: { ...state, repositoryUrl: "registry.example.com/api" } };
        },
        call: () => ({}),
    }),
);

// What was made before a refusal goes on registering itself.
afterAll(() => pulumi.runtime.disconnect());

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

test.each<[string, object, RegExp]>([
    ["a name in capitals", { name: "Team/API" }, /^Repository api: argument name \("Team\/API"\) is not the name of/],
    ["a name of one letter", { name: "a" }, /argument name .*2 to 256/],
    ["a name that is too long", { name: "a".repeat(257) }, /argument name .*2 to 256/],
    ["a name with an empty part", { name: "team//api" }, /argument name/],
    ["a name with two dots", { name: "team..api" }, /argument name/],
    [
        "a key by its ID",
        { kmsKey: "0e1f2a3b-0000-4000-8000-000000000001" },
        /argument kmsKey .*is not the ARN of a key/,
    ],
    ["a cache tag for all tags", { cacheTags: ["*"] }, /argument cacheTags \("\*"\) matches more .*ecr-immutable-tags/],
    ["a cache tag for versions", { cacheTags: ["v1.*"] }, /argument cacheTags .*ecr-immutable-tags/],
    ["a cache tag for any beginning", { cacheTags: ["*-cache"] }, /argument cacheTags .*ecr-immutable-tags/],
    ["a cache tag with three wildcards", { cacheTags: ["cache-*-*-*"] }, /cacheTags .*has more than 2 wildcards/],
    ["a cache tag that is no tag", { cacheTags: ["cache/*"] }, /cacheTags .*is not a pattern of tags/],
    ["a cache tag of 129 characters", { cacheTags: ["c".repeat(129)] }, /cacheTags .*1 to 128/],
    ["a cache tag twice", { cacheTags: ["cache-*", "cache-*"] }, /argument cacheTags names cache-\* twice/],
    ["cosign's tags twice", { cosignTags: true, cacheTags: ["sha256-*"] }, /cacheTags names sha256-\* twice/],
    [
        "six exclusion filters",
        { cosignTags: true, cacheTags: ["one", "two", "three", "four", "five"] },
        /argument cacheTags names more than ECR takes: 5 patterns, that of cosignTags included\.$/,
    ],
    ["no image to keep", { keepImages: 0 }, /argument keepImages \(0\) is not a whole number from 1 to 100000/],
    ["half an image", { keepImages: 1.5 }, /argument keepImages/],
    ["no pattern to keep", { keepTags: [] }, /argument keepTags does not name 1 to 50 patterns/],
    ["51 patterns to keep", { keepTags: Array.from({ length: 51 }, (_, n) => `t${n}`) }, /1 to 50 patterns/],
    ["a pattern twice", { keepTags: ["*", "*"] }, /argument keepTags names \* twice/],
    ["a pattern with five wildcards", { keepTags: ["*a*b*c*d*"] }, /keepTags .*more than 4 wildcards/],
    ["everybody as reader", { readers: ["*"] }, /argument readers \("\*"\) has a wildcard.*no-public-ecr-policy/],
    ["a pattern of roles", { readers: [role("team-*")] }, /argument readers .*wildcard/],
    [
        "an account as reader",
        { readers: ["123456789012"] },
        /readers .*whole account .*known-ecr-accounts.*organization/,
    ],
    ["the root of an account", { readers: ["arn:aws:iam::123456789012:root"] }, /readers .*whole account/],
    [
        "an account of 11 digits",
        { readers: ["12345678901"], organization: "o-exampleorg1" },
        /is not the ARN of a role/,
    ],
    ["an account as writer", { writers: ["123456789012"] }, /argument writers .*whole account .*limited-ecr-push/],
    [
        "an account as writer within an organization",
        { writers: ["123456789012"], organization: "o-exampleorg1" },
        /argument writers .*whole account/,
    ],
    ["a user", { writers: ["arn:aws:iam::123456789012:user/ann"] }, /writers .*is a user, whose keys do not expire/],
    ["a session", { readers: ["arn:aws:sts::123456789012:assumed-role/ci/one"] }, /is not the ARN of a role/],
    ["a service", { writers: ["codebuild.amazonaws.com"] }, /argument writers .*is not the ARN of a role/],
    ["an organization that is none", { organization: "*" }, /argument organization .*is not the ID/],
    ["a tag of AWS's own", { tags: { "aws:team": "a" } }, /argument tags \("aws:team"\) names no tag of one's own/],
])("a Repository refuses %s", (_, args, message) => {
    const make = () => new Repository("api", args);
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ hideStack: true }) as Error);
});

const value = <T>(output: pulumi.Output<T>) =>
    new Promise<T>((resolve) => {
        output.apply(resolve);
    });

test("an image reference is the URL with a digest, and with nothing else", async () => {
    const repository = new Repository("images");
    const imageRef = (digest: string) => repository.imageRef(digest);
    const digest = `sha256:${"0a".repeat(32)}`;
    expect(await value(imageRef(digest))).toBe(`registry.example.com/api@${digest}`);
    expect(() => imageRef("latest")).toThrow(/^Repository images: argument digest \("latest"\) is not a digest/);
    expect(() => imageRef(digest.toUpperCase())).toThrow("argument digest");
});

test("what it makes", async () => {
    const readers = [role("reader"), pulumi.output("210987654321")];
    const args = {
        readers,
        writers: [role("ci")],
        organization: "o-exampleorg1",
        keepTags: ["v*", "pr-*"],
        keepImages: 5,
    };
    const repository = new Repository("made", { ...args, cosignTags: true });
    await value(repository.url);
    await pulumi.runtime.disconnect();
    const made = (role_: string) => registered.find(({ name }) => name === `made-${role_}`)?.inputs ?? {};
    expect(made("repository")).toEqual({
        name: "made",
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filter: "sha256-*", filterType: "WILDCARD" }],
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS" }],
    });
    const kept = (rulePriority: number, pattern: string) => ({
        rulePriority,
        selection: {
            tagStatus: "tagged",
            tagPatternList: [pattern],
            countType: "imageCountMoreThan",
            countNumber: 5,
        },
        action: { type: "expire" },
    });
    expect(JSON.parse(made("lifecycle-policy").policy as string)).toEqual({ rules: [kept(1, "v*"), kept(2, "pr-*")] });
    const { Statement } = JSON.parse(made("repository-policy").policy as string) as { Statement: object[] };
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } };
    expect(Statement).toMatchObject([
        { Sid: "Pull", Effect: "Allow", Principal: { AWS: [role("reader"), "210987654321"] }, Condition },
        { Sid: "Push", Effect: "Allow", Principal: { AWS: [role("ci")] }, Condition },
        { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
    expect(JSON.stringify(Statement[0])).not.toContain("PutImage");
    expect(registered.map(({ name }) => name)).not.toContain("images-repository-policy");
});
