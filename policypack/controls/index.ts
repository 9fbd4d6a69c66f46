import type { Control } from "../control";
import { pods } from "./pods";
import { images } from "./images";
import { network } from "./network";
import { secrets } from "./secrets";
import { namespaces } from "./namespaces";
import { externalSecrets } from "./external-secrets";
import { ecr } from "./ecr";

/** The controls by folder, in the order of the documentation. */
export const folders: Record<string, Control[]> = {
    pods,
    images,
    network,
    secrets,
    namespaces,
    "external-secrets": externalSecrets,
    ecr,
};

/** All controls. */
export const controls: Control[] = Object.values(folders).flat();
