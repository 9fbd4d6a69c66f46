/** Writes what is made from the controls and the components. With `--check` it only says which files are out of date. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { componentSchema } from "./component-schema";
import { controlTable, packReadme } from "./pack-readme";
import { presetFile, presets } from "./presets";
import { settingsReference } from "./settings-reference";

const root = resolve(__dirname, "..");

const read = (file: string): string => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");

/** The text with what stands between the markers replaced; as it is where there are none. */
function between(text: string, marker: string, content: string): string {
    const [begin, end] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) return text;
    return `${text.slice(0, from + begin.length)}\n\n<!-- prettier-ignore -->\n${content}\n\n${text.slice(to)}`;
}

async function main(): Promise<void> {
    const files = {
        "policypack/README.md": await packReadme(),
        "policypack/SETTINGS.md": settingsReference(),
        ...Object.fromEntries(
            Object.entries(presets).map(([name, preset]) => [`policypack/presets/${name}.json`, presetFile(preset)]),
        ),
        "components/schema.json": `${JSON.stringify(componentSchema(), undefined, 2)}\n`,
        "README.md": between(read("README.md"), "controls", controlTable()),
    };
    const outdated = Object.entries(files).filter(([file, content]) => read(file) !== content);
    if (!process.argv.includes("--check")) {
        for (const [file, content] of outdated) {
            mkdirSync(dirname(join(root, file)), { recursive: true });
            writeFileSync(join(root, file), content);
        }
    } else if (outdated.length > 0) {
        console.error(`Out of date, run npm run generate: ${outdated.map(([file]) => file).join(", ")}`);
        process.exitCode = 1;
    }
}

void main();
