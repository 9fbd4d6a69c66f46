import { control } from "../../control";
import { weakEncryption } from "../../ecr";
import { repositories } from "../../subjects/ecr-repositories";

const encryption = (encryptionType: string) => ({ repository: { encryptionConfigurations: [{ encryptionType }] } });

export default control({
    id: "ecr-kms-encryption",
    title: "ECR repositories are encrypted with a key of KMS",
    severity: "medium",
    level: "advisory",
    why: "The use of a key of KMS is logged and, with a key of one's own, can be withdrawn. A repository keeps the encryption that it was created with.",
    references: [],
    on: repositories,
    check: ({ repository }) => weakEncryption(repository),
    good: [encryption("KMS"), encryption("KMS_DSSE")],
    bad: [
        { repository: {} },
        { repository: { encryptionConfigurations: [] } },
        { repository: { encryptionConfigurations: [{}] } },
        encryption("AES256"),
    ],
});
