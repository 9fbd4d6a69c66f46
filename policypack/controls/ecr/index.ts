import type { Control } from "../../control";
import ecrScanOnPush from "./ecr-scan-on-push";
import ecrRegistryScanning from "./ecr-registry-scanning";
import ecrImmutableTags from "./ecr-immutable-tags";
import ecrKmsEncryption from "./ecr-kms-encryption";
import ecrLifecyclePolicy from "./ecr-lifecycle-policy";
import noPublicEcrPolicy from "./no-public-ecr-policy";
import knownEcrAccounts from "./known-ecr-accounts";
import limitedEcrPush from "./limited-ecr-push";
import noEcrForceDelete from "./no-ecr-force-delete";
import noPublicRepository from "./no-public-repository";
import hardenedCreationTemplate from "./hardened-creation-template";

export const ecr: Control[] = [
    ecrScanOnPush,
    ecrRegistryScanning,
    ecrImmutableTags,
    ecrKmsEncryption,
    ecrLifecyclePolicy,
    noPublicEcrPolicy,
    knownEcrAccounts,
    limitedEcrPush,
    noEcrForceDelete,
    noPublicRepository,
    hardenedCreationTemplate,
];
