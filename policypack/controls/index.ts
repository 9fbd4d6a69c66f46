import type { Control } from "../control";
import { pods } from "./pods";
import { images } from "./images";
import { network } from "./network";
import { namespaces } from "./namespaces";

/** The controls by folder, in the order of the documentation. */
export const folders: Record<string, Control[]> = { pods, images, network, namespaces };

/** All controls. */
export const controls: Control[] = Object.values(folders).flat();
