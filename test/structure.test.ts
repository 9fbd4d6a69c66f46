import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { controls, folders } from "hardened-containers-policies/controls";
import { preProcessFile } from "typescript";

const root = resolve(__dirname, "..");
const parts = ["components", "policypack", "cli", "examples", "sandbox", "scripts", "test"];

function filesIn(folder: string): string[] {
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : filesIn(path);
        return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
    });
}
const files = parts.flatMap(filesIn);
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** What a file imports: files of this project by their path in it without `.ts`, packages by their name. */
function importsOf(file: string): string[] {
    return preProcessFile(textOf(file)).importedFiles.map(({ fileName }) => {
        if (fileName.startsWith(".")) return relative(root, resolve(root, dirname(file), fileName));
        return fileName;
    });
}

describe("controls", () => {
    const folderOf = (folder: string) => join("policypack", "controls", folder);
    const idsIn = (folder: string): string[] =>
        filesIn(folderOf(folder))
            .map((file) => basename(file, ".ts"))
            .filter((name) => name !== "index");

    test("are in the folders that are listed", () => {
        const found = readdirSync(join(root, "policypack", "controls"), { withFileTypes: true });
        const names = found.filter((entry) => entry.isDirectory()).map(({ name }) => name);
        expect(Object.keys(folders).sort()).toEqual(names.sort());
    });

    test.each(Object.keys(folders))("of the folder %s: its files, its list and their ids are the same", (folder) => {
        const listed = folders[folder]?.map(({ id }) => id) ?? [];
        expect([...listed].sort()).toEqual(idsIn(folder).sort());
        expect(importsOf(join(folderOf(folder), "index.ts")).map((path) => basename(path))).toEqual([
            "control",
            ...listed,
        ]);
        for (const id of listed) expect(textOf(join(folderOf(folder), `${id}.ts`))).toContain(`    id: "${id}",`);
    });

    test("have an id of their own, and a section in the documentation", () => {
        const ids = controls.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const sections = [...textOf("policypack/README.md").matchAll(/^### (.+)$/gm)].map(([, id]) => id);
        expect(sections).toEqual(ids);
    });

    test("of those that are wider exist", () => {
        const ids = controls.map(({ id }) => id);
        for (const { narrows } of controls) if (narrows !== undefined) expect(ids).toContain(narrows);
    });
});

describe("imports", () => {
    const allowed: Record<string, (imported: string) => boolean> = {
        // Stands alone: what is published is this folder.
        policypack: (imported) => imported.startsWith("policypack/") || dependsOn("policypack", imported),
        // Library files of the policy pack, never its index, which starts a server.
        components: (imported) =>
            imported.startsWith("components/") ||
            (imported.startsWith("hardened-containers-policies/") && !imported.endsWith("policies/index")) ||
            (dependsOn(".", imported) && imported !== "hardened-containers-policies"),
        // Library files of the policy pack, as they are published; nothing of Pulumi, nor of the components.
        cli: (imported) =>
            imported.startsWith("cli/") ||
            (imported.startsWith("hardened-containers-policies/") && !imported.endsWith("policies/index")) ||
            (dependsOn("cli", imported) && imported !== "hardened-containers-policies"),
        // What a reader would write.
        examples: (imported) =>
            imported.startsWith("examples/") ||
            imported === "hardened-containers" ||
            /^@pulumi\/(pulumi|kubernetes|aws)$/.test(imported),
        sandbox: (imported) => !/^(policypack|components|cli|examples|scripts|test)\//.test(imported),
        scripts: (imported) => !imported.startsWith("examples/"),
        test: () => true,
    };

    function dependsOn(folder: string, imported: string): boolean {
        if (imported.startsWith("node:")) return true;
        const { dependencies, peerDependencies } = JSON.parse(textOf(join(folder, "package.json"))) as Record<
            string,
            object
        >;
        const names = Object.keys({ ...dependencies, ...peerDependencies });
        return names.some((name) => imported === name || imported.startsWith(`${name}/`));
    }

    /** Only types, which leave no trace in what is compiled. */
    const typesOnly = new Set(["@pulumi/kubernetes", "google-protobuf/google/protobuf/struct_pb", "sarif"]);

    test.each(parts)("of %s go where they may", (part) => {
        const wrong = files
            .filter((file) => file.startsWith(`${part}/`))
            .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
            .filter(({ imported }) => !(["policypack", "cli"].includes(part) && typesOnly.has(imported)))
            .filter(({ imported }) => allowed[part]?.(imported) !== true);
        expect(wrong).toEqual([]);
    });

    test("nothing but scripts imports tests, and of those only the client of the analyzer", () => {
        const wrong = files
            .filter((file) => !file.startsWith("test/"))
            .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
            .filter(({ imported }) => imported.startsWith("test/"));
        expect(wrong.filter(({ file }) => !file.startsWith("scripts/bench/"))).toEqual([]);
        expect(new Set(wrong.map(({ imported }) => imported))).toEqual(new Set(["test/analyzer"]));
    });

    test("of the policy pack's index: nobody's", () => {
        const wrong = files.filter((file) =>
            importsOf(file).some((imported) => /^policypack(\/index)?$/.test(imported)),
        );
        expect(wrong).toEqual([]);
    });

    /** Files of packages that a package of this project loads. */
    const loadedBy = (folder: string): string[] => {
        const print = "console.error(JSON.stringify(Object.keys(require.cache))); process.exit()";
        const code = `require("./dist/index.js"); setImmediate(() => { ${print}; });`;
        const { stderr } = spawnSync(process.execPath, ["-e", code], { cwd: join(root, folder), encoding: "utf8" });
        return (JSON.parse(stderr) as string[]).filter((path) => path.includes("node_modules"));
    };

    test("of the running pack load no SDK of a provider", () => {
        const loaded = loadedBy("policypack");
        expect(loaded.filter((path) => /node_modules\/@pulumi\/(?!policy\/|pulumi\/)/.test(path))).toEqual([]);
        expect(loaded.some((path) => path.includes("@pulumi/policy/"))).toBe(true);
    });

    test("of the components load no @pulumi/policy", () => {
        expect(loadedBy("components").filter((path) => path.includes("@pulumi/policy/"))).toEqual([]);
    });
});

describe("files", () => {
    test("have no more than 200 lines", () => {
        const long = files.filter((file) => textOf(file).split("\n").length > 201);
        expect(long).toEqual([]);
    });

    test("and folders have names that say something", () => {
        const forbidden = /^(utils?|helpers?|common|constants|types)$/i;
        const wrong = files.filter((file) =>
            file
                .replace(/\.ts$/, "")
                .split(/[/.]/)
                .some((name) => forbidden.test(name)),
        );
        expect(wrong).toEqual([]);
    });

    test("declare nothing named Base*, Abstract* or *Manager", () => {
        const declared =
            /\b(?:class|interface|type|enum|function|const|let)\s+(Base[A-Z]\w*|Abstract\w*|\w*Manager)\b/g;
        const wrong = files.flatMap((file) =>
            [...textOf(file).matchAll(declared)].map(([, name]) => `${file}: ${String(name)}`),
        );
        expect(wrong).toEqual([]);
    });
});
