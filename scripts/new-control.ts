/** Adds a control from a template, and its line in the list of its folder: `npm run new-control -- pods no-host-users`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

const catalogue = [
    ...["pods", "images", "network", "rbac", "secrets", "services", "namespaces", "mesh", "admission"],
    ...["external-secrets", "runtime", "ecr", "eks", "ecs", "iam", "kms", "secrets-manager", "build", "pulumi"],
    ...["docker", "registries"],
];
const controls = join("policypack", "controls");

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function template(id: string): string {
    return `import { control } from "../../control";
import { containers } from "../../subjects/pods";

export default control({
    id: "${id}",
    title: "A sentence that is true where the control is met",
    severity: "medium",
    level: "advisory",
    why: "What goes wrong where it is not met.",
    references: [],
    on: containers,
    check: () => undefined,
    good: [],
    bad: [],
});
`;
}

const emptyList = (folder: string): string => `import type { Control } from "../../control";

export const ${camel(folder)}: Control[] = [];
`;

/** The text with a default import after the other imports and the name at the end of the list. */
function listed(text: string, importLine: string, list: RegExp, name: string): string {
    const end = text.lastIndexOf("import ");
    const next = text.indexOf("\n", end) + 1;
    const withImport = `${text.slice(0, next)}${importLine}\n${text.slice(next)}`;
    return withImport.replace(list, (_, before: string, items: string, after: string) => {
        const kept = items.trim().replace(/,$/, "");
        return `${before}${kept === "" ? "" : `${kept}, `}${name}${after}`;
    });
}

async function write(file: string, text: string): Promise<void> {
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "typescript" }));
}

async function add(folder: string, id: string): Promise<string> {
    const fault = faultOf(folder, id);
    if (fault !== undefined) throw new Error(fault);
    const index = join(controls, folder, "index.ts");
    if (!existsSync(index)) {
        mkdirSync(join(controls, folder), { recursive: true });
        await write(index, emptyList(folder));
        const all = join(controls, "index.ts");
        const entry = camel(folder) === folder ? folder : `"${folder}": ${camel(folder)}`;
        const line = `import { ${camel(folder)} } from "./${folder}";`;
        await write(all, listed(readFileSync(all, "utf8"), line, /(folders\b[^=]*= \{)([^}]*)(\})/, entry));
    }
    const line = `import ${camel(id)} from "./${id}";`;
    await write(index, listed(readFileSync(index, "utf8"), line, /(= \[)([^\]]*)(\])/, camel(id)));
    const file = join(controls, folder, `${id}.ts`);
    await write(file, template(id));
    return `Wrote ${file} and listed it in ${index}. Its tests fail until good and bad show what it does.`;
}

function faultOf(folder: string, id: string): string | undefined {
    if (folder === "" || id === "") return "Usage: npm run new-control -- <folder> <id>";
    if (!catalogue.includes(folder)) return `There is no folder ${folder}. There are ${catalogue.join(", ")}.`;
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
        return `${id} is no id: small letters and digits, words joined by hyphens, such as no-privileged.`;
    }
    const taken = catalogue.find((each) => existsSync(join(controls, each, `${id}.ts`)));
    return taken === undefined ? undefined : `There is already a control ${id}, in ${taken}. Ids are never used twice.`;
}

const [folder = "", id = ""] = process.argv.slice(2);
add(folder, id).then(console.log, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
