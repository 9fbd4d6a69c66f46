import { control } from "../../control";
import { weakEncryption } from "../../ecr";
import { repositories } from "../../subjects/ecr-repositories";

const encryption = (encryptionType: string, kmsKey?: string) => ({
    repository: { encryptionConfigurations: [{ encryptionType, ...(kmsKey === undefined ? {} : { kmsKey }) }] },
});
const key = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000";
const customerKey = { settings: { customerKey: true } };

export default control({
    id: "ecr-kms-encryption",
    title: "ECR repositories are encrypted with a key of KMS",
    severity: "medium",
    level: "advisory",
    why: "The use of a key of KMS is logged and, with a key of one's own, can be withdrawn. A repository keeps the encryption that it was created with.",
    references: [],
    on: repositories,
    settings: {
        customerKey: {
            type: "boolean",
            default: false,
            description: "Asks for a key of one's own (`kmsKey`): the one that AWS keeps cannot be withdrawn.",
        },
    },
    check: ({ repository }, { settings }) => {
        const weak = weakEncryption(repository);
        if (weak !== undefined || !settings.customerKey) return weak;
        return repository.encryptionConfigurations?.[0]?.kmsKey ? undefined : "names no key of one's own (kmsKey)";
    },
    good: [
        encryption("KMS"),
        encryption("KMS_DSSE"),
        { ...customerKey, ...encryption("KMS", key) },
        { ...customerKey, ...encryption("KMS_DSSE", key) },
    ],
    bad: [
        { repository: {} },
        { repository: { encryptionConfigurations: [] } },
        { repository: { encryptionConfigurations: [{}] } },
        encryption("AES256"),
        { ...customerKey, ...encryption("KMS") },
        { ...customerKey, ...encryption("KMS", "") },
    ],
});
