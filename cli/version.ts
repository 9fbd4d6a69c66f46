import { createRequire } from "node:module";

/** The version of this command. */
export const { version } = createRequire(__filename)("hardened-containers-cli/package.json") as { version: string };
