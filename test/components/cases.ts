import type { Case } from "./case";
import { cronJobCase } from "./cron-job";
import { daemonSetCase } from "./daemon-set";
import { deploymentCase } from "./deployment";
import { externalSecretCase } from "./external-secret";
import { jobCase } from "./job";
import { namespaceCase } from "./namespace";
import { networkAccessCase } from "./network-access";
import { repositoryCase } from "./repository";
import { secretStoreCase } from "./secret-store";
import { statefulSetCase } from "./stateful-set";

/** Every component; a test compares them with what the package exports. */
export const cases: Case[] = [
    namespaceCase,
    deploymentCase,
    statefulSetCase,
    daemonSetCase,
    jobCase,
    cronJobCase,
    networkAccessCase,
    repositoryCase,
    secretStoreCase,
    externalSecretCase,
];
