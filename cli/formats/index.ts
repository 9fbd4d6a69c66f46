import type { Format } from "./format";
import { github } from "./github";
import { json } from "./json";
import { sarif } from "./sarif";
import { text } from "./text";

/** The forms of a report, by the name that `--format` takes. */
export const formats = { text, json, sarif, github } satisfies Record<string, Format>;
export type FormatName = keyof typeof formats;
