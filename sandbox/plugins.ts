import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { quote, writeLauncher } from "./executable";
import { compiled, sandbox } from "./folders";

// Served even where no SDK is installed, as for a program that names types by hand; the last one is Pulumi's own
// for dynamic resources.
const always = ["kubernetes", "aws", "docker-build", "pulumi-nodejs"];

interface Manifest {
    name?: string;
    version?: string;
    pulumi?: { resource?: boolean; name?: string; version?: string };
}

interface Plugin {
    name: string;
    version: string;
    /** The SDK's folder, where there is one. */
    sdk: string;
}

function manifest(folder: string): Manifest {
    try {
        return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    } catch {
        return {};
    }
}

function entries(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function installed(modules: string): string[] {
    return entries(modules).flatMap((folder) => (folder.startsWith(join(modules, "@")) ? entries(folder) : [folder]));
}

function pluginOf(sdk: string): Plugin[] {
    const { name = "", version = "", pulumi } = manifest(sdk);
    if (pulumi?.resource !== true) return [];
    const plugin =
        pulumi.name ??
        name
            .split("/")
            .pop()
            ?.replace(/^pulumi-/, "") ??
        "";
    return [{ name: plugin, version: (pulumi.version ?? version).replace(/^v/, ""), sdk }];
}

function modulesOf(folder: string): string[] {
    const modules = join(folder, "node_modules");
    return folder === dirname(folder) ? [modules] : [modules, ...modulesOf(dirname(folder))];
}

/** Puts a stand-in into the plugin cache for each provider whose SDK the program can import. */
export function writePlugins(home: string, program: string): void {
    const modules = [...new Set([...modulesOf(program), ...modulesOf(sandbox)])];
    const found = modules.flatMap(installed).flatMap(pluginOf);
    const names = new Set(found.map(({ name }) => name));
    const others = always.filter((name) => !names.has(name)).map((name) => ({ name, version: "0.0.1", sdk: "-" }));
    for (const { name, version, sdk } of [...found, ...others]) {
        const folder = join(home, "plugins", `resource-${name}-v${version}`);
        if (existsSync(folder)) continue;
        mkdirSync(folder, { recursive: true });
        const words = [process.execPath, compiled(join("providers", "main.js")), name, version, sdk];
        writeLauncher(folder, `pulumi-resource-${name}`, words.map(quote));
    }
}
