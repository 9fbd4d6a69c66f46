import type { RepositorySettings } from "./subjects/ecr-repositories";

/** What is wrong with the tags of a repository, or of those that a template is for; nothing where they stay. */
export function mutableTags({
    imageTagMutability,
    imageTagMutabilityExclusionFilters,
}: RepositorySettings): string | undefined {
    const mutability = imageTagMutability ?? "MUTABLE";
    if (mutability === "IMMUTABLE") return undefined;
    if (mutability !== "IMMUTABLE_WITH_EXCLUSION") {
        return `lets tags be overwritten (imageTagMutability: ${mutability})`;
    }
    const wide = (imageTagMutabilityExclusionFilters ?? []).find(
        ({ filter }) => filter !== undefined && isWide(filter),
    );
    return wide === undefined ? undefined : `lets all tags that match ${wide.filter ?? ""} be overwritten`;
}

/** Whether a filter matches more than one tag and more than those that begin with a word of their own. */
export function isWide(filter: string): boolean {
    return filter.includes("*") && !/^(?!v?\d)[^*]{3}/.test(filter);
}

/** What is wrong with the encryption of a repository, or of those that a template is for. */
export function weakEncryption({ encryptionConfigurations }: RepositorySettings): string | undefined {
    const [type = "AES256"] = (encryptionConfigurations ?? []).map(({ encryptionType }) => encryptionType ?? "AES256");
    return type === "KMS" || type === "KMS_DSSE" ? undefined : `is encrypted by ${type}, not with a key of KMS`;
}
