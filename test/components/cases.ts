import type { Case } from "./case";
import { cronJobCase } from "./cron-job";
import { daemonSetCase } from "./daemon-set";
import { deploymentCase } from "./deployment";
import { jobCase } from "./job";
import { externalSecretCase } from "./external-secret";
import { namespaceCase } from "./namespace";
import { networkAccessCase } from "./network-access";

/** Every component; a test compares them with what the package exports. */
export const cases: Case[] = [namespaceCase, deploymentCase, networkAccessCase];
import { statefulSetCase } from "./stateful-set";

/** Every component; a test compares them with what the package exports. */
export const cases: Case[] = [namespaceCase, deploymentCase, statefulSetCase, daemonSetCase, jobCase, cronJobCase];
import { secretStoreCase } from "./secret-store";

/** Every component; a test compares them with what the package exports. */
export const cases: Case[] = [namespaceCase, deploymentCase, secretStoreCase, externalSecretCase];
import { repositoryCase } from "./repository";

/** Every component; a test compares them with what the package exports. */
export const cases: Case[] = [namespaceCase, deploymentCase, repositoryCase];
