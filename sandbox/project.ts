import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse, stringify } from "yaml";

interface Project {
    name?: string;
    runtime?: string | { name?: string };
    main?: string;
    [key: string]: unknown;
}

function projectFile(folder: string): string | undefined {
    return ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].map((name) => join(folder, name)).find(existsSync);
}

function load(folder: string): Project {
    const file = projectFile(folder);
    if (file === undefined) return { name: basename(folder).replace(/[^\w.-]/g, "-") || "program", runtime: "nodejs" };
    const project = parse(readFileSync(file, "utf8")) as Project | null;
    return { name: basename(folder), ...project };
}

/** Node would look for a program without a package.json of its own in the package around it. */
function entryOf(folder: string): string {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory() || existsSync(join(folder, "package.json")))
        return folder;
    return ["index.ts", "index.js"].map((name) => join(folder, name)).find(existsSync) ?? folder;
}

/**
 * Writes a project that runs the program where it is. The engine keeps a stack's settings beside Pulumi.yaml,
 * so the program's own folder would not stay as it is.
 */
export function writeProject(folder: string, program: string): string {
    if (!existsSync(program) || !statSync(program).isDirectory()) {
        throw new Error(`${program} is not a folder: name the folder of a Pulumi program`);
    }
    const project = load(program);
    const runtime = typeof project.runtime === "string" ? project.runtime : project.runtime?.name;
    if (runtime !== "nodejs") {
        throw new Error(
            `${program} has the runtime ${runtime ?? "(none)"}: the sandbox runs programs of runtime nodejs`,
        );
    }
    mkdirSync(folder);
    writeFileSync(
        join(folder, "Pulumi.yaml"),
        stringify({
            ...project,
            main: entryOf(resolve(program, project.main ?? ".")),
            // Plugins of the program's own would stand where the sandbox's do.
            plugins: undefined,
            backend: undefined,
            stackConfigDir: undefined,
        }),
    );
    return project.name ?? "program";
}
