import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { didYouMean } from "hardened-containers-policies/nearest";
import { Fault } from "./fault";

const folder = dirname(createRequire(__filename).resolve("hardened-containers-policies/package.json"));

/** The configurations that the pack brings, by name. */
export function presetNames(): string[] {
    try {
        return readdirSync(join(folder, "presets"))
            .filter((file) => file.endsWith(".json"))
            .map((file) => file.slice(0, -".json".length))
            .sort();
    } catch {
        return [];
    }
}

/** The text of a preset. */
export function presetText(name: string): string {
    const names = presetNames();
    if (!names.includes(name)) {
        throw new Fault(`there is no preset ${name}${didYouMean(name, names)}; there are ${names.join(", ")}`);
    }
    return readFileSync(join(folder, "presets", `${name}.json`), "utf8");
}

let readme: string | undefined;

/** What the documentation of the pack says of a control, in Markdown; empty where it is not there. */
export function documentationOf(id: string): string {
    readme ??= textOf("README.md");
    const heading = `\n### ${id}\n`;
    const start = readme.indexOf(heading);
    if (start < 0) return "";
    const text = readme.slice(start + heading.length);
    const end = text.search(/^##/m);
    return (end < 0 ? text : text.slice(0, end)).trim();
}

function textOf(file: string): string {
    try {
        return readFileSync(join(folder, file), "utf8");
    } catch {
        return "";
    }
}

/** Where the documentation of a control is to be read. */
export function linkTo(id: string): string {
    return `https://github.com/hardened-containers/hardened-containers/blob/main/policypack/README.md#${id}`;
}
