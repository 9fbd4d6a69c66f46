import { controls } from "hardened-containers-policies/controls";
import { judge, judgeStack } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";

const unknown = sentinels.string;

/** What the controls of ECR say of a resource of the provider `aws-native`, alone and as a stack. */
function said(kind: string, props: Data) {
    const resource: Resource = { type: `aws-native:ecr:${kind}`, urn: "urn:api", name: "api", props };
    const judgements = controls.flatMap((control) =>
        [...(control.on.scope === "resource" ? [judge(control, resource)] : []), judgeStack(control, [resource])].map(
            (judgement) => ({ id: control.id, judgement }),
        ),
    );
    return {
        findings: judgements.filter(({ judgement }) => judgement.findings.length > 0).map(({ id }) => id),
        undecided: judgements.flatMap(({ judgement }) => judgement.undecided.map(({ path }) => path)),
    };
}

const good = {
    repositoryName: "team/api",
    imageScanningConfiguration: { scanOnPush: true },
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: [
        {
            imageTagMutabilityExclusionFilterType: "WILDCARD",
            imageTagMutabilityExclusionFilterValue: "sha256-*",
        },
    ],
    encryptionConfiguration: { encryptionType: "KMS" },
    lifecyclePolicy: { lifecyclePolicyText: '{"rules":[{"action":{"type":"expire"}}]}' },
};

test.each<[Data, string[]]>([
    [{}, []],
    [{ imageScanningConfiguration: { scanOnPush: false } }, ["ecr-scan-on-push"]],
    [{ imageScanningConfiguration: null }, ["ecr-scan-on-push"]],
    [{ imageTagMutability: "MUTABLE" }, ["ecr-immutable-tags"]],
    [{ imageTagMutabilityExclusionFilters: [{ imageTagMutabilityExclusionFilterValue: "*" }] }, ["ecr-immutable-tags"]],
    [{ encryptionConfiguration: { encryptionType: "AES256" } }, ["ecr-kms-encryption"]],
    [{ encryptionConfiguration: null }, ["ecr-kms-encryption"]],
    [{ lifecyclePolicy: undefined }, ["ecr-lifecycle-policy"]],
    [{ lifecyclePolicy: { lifecyclePolicyText: "{" } }, ["ecr-lifecycle-policy"]],
    [{ emptyOnDelete: true }, ["no-ecr-force-delete"]],
    [
        { repositoryPolicyText: { Statement: { Effect: "Allow", Principal: "*", Action: "ecr:*" } } },
        ["no-public-ecr-policy", "limited-ecr-push"],
    ],
])("a repository with %j", (props, findings) => {
    expect(said("Repository", { ...good, ...props })).toEqual({ findings, undecided: [] });
});

test("what is not known yet is named by the provider's own names", () => {
    const place = (props: Data) => said("Repository", { ...good, ...props });
    expect(place({ encryptionConfiguration: { encryptionType: unknown } })).toEqual({
        findings: [],
        undecided: ["encryptionConfiguration.encryptionType"],
    });
    expect(place({ encryptionConfiguration: unknown }).undecided).toEqual(["encryptionConfiguration"]);
    expect(place({ emptyOnDelete: unknown }).undecided).toEqual(["emptyOnDelete"]);
    expect(place({ repositoryPolicyText: unknown }).undecided).toContain("repositoryPolicyText");
    expect(place({ lifecyclePolicy: unknown }).undecided).toEqual(["Repository api: lifecyclePolicy"]);
});

test("public repositories, templates and registry policies", () => {
    expect(said("PublicRepository", {}).findings).toEqual(["no-public-repository"]);
    expect(said("RepositoryCreationTemplate", { prefix: "ROOT" }).findings).toEqual(["hardened-creation-template"]);
    expect(said("RegistryPolicy", { policyText: "{" }).findings).toEqual(["no-public-ecr-policy"]);
    expect(said("RegistryScanningConfiguration", { scanType: "BASIC", rules: [] }).findings).toEqual([
        "ecr-registry-scanning",
    ]);
});
