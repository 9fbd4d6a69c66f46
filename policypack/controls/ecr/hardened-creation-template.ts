import { across, control } from "../../control";
import { mutableTags, weakEncryption } from "../../ecr";
import { pullThroughCaches } from "../../subjects/ecr-caches";
import { templates, type RepositorySettings } from "../../subjects/ecr-repositories";

const kms = { encryptionConfigurations: [{ encryptionType: "KMS" }] };
const template = (settings: RepositorySettings) => ({ template: { ...kms, ...settings } });
const excluding = (filter: string) => ({
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: [{ filter, filterType: "WILDCARD" }],
});

export default control({
    id: "hardened-creation-template",
    title: "Repositories that ECR itself creates have immutable tags and a key of KMS",
    severity: "medium",
    level: "advisory",
    why: "What ECR creates, for a pull-through cache or at the first push, is what its template says; without a template it is mutable and encrypted by AES256. No template says how it is scanned: the rules of the registry do.",
    references: [],
    on: templates,
    check: ({ template: it }) => {
        const fault = mutableTags(it) ?? weakEncryption(it);
        return fault && `makes a repository that ${fault}`;
    },
    good: [
        template({ imageTagMutability: "IMMUTABLE" }),
        template(excluding("sha256-*")),
        { template: { imageTagMutability: "IMMUTABLE", encryptionConfigurations: [{ encryptionType: "KMS_DSSE" }] } },
    ],
    bad: [
        { template: {} },
        template({}),
        template({ imageTagMutability: "MUTABLE" }),
        template(excluding("*")),
        { template: { imageTagMutability: "IMMUTABLE" } },
        { template: { imageTagMutability: "IMMUTABLE", encryptionConfigurations: [] } },
        { template: { imageTagMutability: "IMMUTABLE", encryptionConfigurations: [{}] } },
        { template: { imageTagMutability: "IMMUTABLE", encryptionConfigurations: [{ encryptionType: "AES256" }] } },
    ],
    across: across({
        on: pullThroughCaches,
        check: ({ templates: all }) =>
            all.some(({ applies }) => applies === true)
                ? undefined
                : "creates repositories for which the stack has no template, so that their tags can be overwritten",
        good: [{ templates: [{ applies: true }] }, { templates: [{ applies: false }, { applies: true }] }],
        bad: [{ templates: [] }, { templates: [{ applies: false }] }],
    }),
});
