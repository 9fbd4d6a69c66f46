import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, load, mergeTag, NOT_RESOLVED, YAMLException } from "js-yaml";
import { Fault, sentenceOf } from "../fault";
import type { Manifest } from "./source";

/** `0644`, which Kubernetes' YAML library reads as octal. */
const octal = defineScalarTag("tag:yaml.org,2002:int", {
    implicit: true,
    implicitFirstChars: ["-", "+", ...Array.from({ length: 10 }, (_, digit) => String(digit))],
    resolve: (source) => {
        if (/^[-+]?0[0-7]+$/.test(source)) return Number.parseInt(source, 8);
        if (/^[-+]?[0-9]+$/.test(source)) return Number(source);
        return /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(source) ? Number(source) : NOT_RESOLVED;
    },
    identify: () => false,
});

/** Values as Kubernetes' own YAML library reads them: `yes` and `off` are booleans, a date is a text. */
const schema = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, octal);

/** The documents of a file. Read one by one, so that a fault in one leaves the others readable. */
export function documentsIn(text: string): Manifest[] {
    const starts = [0];
    for (const { 0: marker, index } of text.matchAll(/^(?:---(?=\s|$)|\.\.\.(?=\s|$).*\n?)/gm)) {
        starts.push(marker.startsWith("---") ? index : index + marker.length);
    }
    const documents: Manifest[] = [];
    let line = 0;
    for (const [index, start] of starts.entries()) {
        const part = text.slice(start, starts[index + 1]);
        const found = contentIn(part);
        if (found !== undefined) documents.push({ text: part, line, ...found });
        line += linesIn(part);
    }
    return documents;
}

function linesIn(text: string): number {
    let count = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
    return count;
}

/** What the comments before the content say, or nothing if there is no content. */
function contentIn(text: string): { template?: string } | undefined {
    let template: string | undefined;
    for (let start = 0; start < text.length;) {
        const end = text.indexOf("\n", start);
        const line = text.slice(start, end < 0 ? undefined : end);
        template ??= /^# Source: (\S+)\s*$/.exec(line)?.[1];
        if (!/^(?:\s*|\s*#.*|%.*|(?:---|\.\.\.)\s*(?:#.*)?)$/.test(line)) {
            return template === undefined ? {} : { template };
        }
        start = end < 0 ? text.length : end + 1;
    }
    return undefined;
}

/**
 * The value of a document. Of a key that is there twice the last one counts, as for kubectl.
 * @throws a fault that names file and line
 */
export function valueOf({ text, line }: Manifest, file: string): unknown {
    try {
        return load(text, { schema, json: true, maxDepth: 1000 });
    } catch (error) {
        const mark = error instanceof YAMLException ? error.mark : undefined;
        const reason = error instanceof YAMLException ? error.reason : sentenceOf(error);
        throw new Fault(`not valid YAML: ${reason}`, file, line + (mark?.line ?? 0) + 1);
    }
}
