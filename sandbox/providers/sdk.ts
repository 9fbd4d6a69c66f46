import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a resource class of a provider's compiled SDK says about its arguments. */
export interface ResourceClass {
    required: string[];
    arguments: string[];
    /** What no argument sets, and which of that is a text. */
    outputs: string[];
    texts: string[];
    /** Arguments whose documentation says that a change makes a new resource. */
    immutable: string[];
}

const classes = new Map<string, ResourceClass | undefined>();

function fileOf(folder: string, type: string): string | undefined {
    const [, module = "", name = ""] = type.split(":");
    const parts = module.split("/");
    const file = name.charAt(0).toLowerCase() + name.slice(1);
    // pkg:module/member:Type, pkg:module:Type and pkg:index:Type
    const candidates = [join(...parts), join(parts[0] ?? "", file), file, parts.slice(1).join("/")];
    return candidates.map((candidate) => join(folder, candidate)).find((path) => existsSync(`${path}.js`));
}

function matches(source: string, pattern: RegExp): string[] {
    return [...new Set(Array.from(source.matchAll(pattern), (match) => match[1] ?? ""))];
}

function parse(path: string): ResourceClass {
    const source = readFileSync(`${path}.js`, "utf8");
    const declarations = existsSync(`${path}.d.ts`) ? readFileSync(`${path}.d.ts`, "utf8") : "";
    const outputs = matches(source, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g);
    const strings = new Set(matches(declarations, /readonly (\w+): pulumi\.Output<string>;/g));
    const documented = Array.from(declarations.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:readonly )?(\w+)\??:/g));
    return {
        required: matches(source, /Missing required property '(\w+)'/g),
        arguments: matches(source, /resourceInputs\["(\w+)"\] = [^;]*\bargs\b/g),
        outputs,
        texts: outputs.filter((output) => strings.has(output)),
        immutable: documented
            .filter(([, comment]) => /forces? (a |the creation of a )?new resource/i.test(comment ?? ""))
            .map(([, , property]) => property ?? ""),
    };
}

/** Reads the class of a resource type from the SDK that the program itself uses; unknown types have none. */
export function resourceClass(folder: string | undefined, type: string): ResourceClass | undefined {
    if (!classes.has(type)) {
        const path = folder === undefined ? undefined : fileOf(folder, type);
        classes.set(type, path === undefined ? undefined : parse(path));
    }
    return classes.get(type);
}
