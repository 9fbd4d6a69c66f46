/** What a pack adds to a preview with the real engine, whose providers are the sandbox's stand-ins. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { openSandbox } from "../../sandbox/run";
import type { Packs } from "./analyzer";
import { stack } from "./manifests";
import { inTurns, timed, type Contestant, type Row } from "./measure";

const size = 1000;

/** A program that registers resources by their types, and imports no provider's SDK. */
function program(): string {
    const folder = mkdtempSync(join(tmpdir(), "bench-program-"));
    symlinkSync(resolve(__dirname, "..", "..", "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
    writeFileSync(join(folder, "resources.json"), JSON.stringify(stack(size)));
    writeFileSync(
        join(folder, "index.js"),
        `const { CustomResource } = require("@pulumi/pulumi");
for (const { type, name, props } of require("./resources.json")) new CustomResource(type, name, props);
`,
    );
    return folder;
}

export async function engineRows(packs: Packs): Promise<Row[]> {
    const folder = program();
    const sandbox = await openSandbox({ program: folder });
    try {
        // What is mandatory would end the preview at the first of the faults that are among the resources.
        const advisory = Object.fromEntries(controls.map(({ id }) => [id, "advisory"]));
        const preview = (name: Contestant, policyPack?: string) => async () => {
            const policyPackConfig = name === "this pack" ? advisory : undefined;
            let outcome = { exitCode: 1, output: "" };
            const time = await timed(async () => {
                outcome = await sandbox.run("preview", { policyPack, policyPackConfig });
            });
            if (outcome.exitCode !== 0) throw new Error(`The preview failed\n${outcome.output.slice(-2000)}`);
            return time;
        };
        const { "one rule": one, "this pack": own } = packs;
        const ways = {
            "no pack": preview("no pack"),
            "one rule": preview("one rule", one),
            "this pack": preview("this pack", own),
        };
        const results = await inTurns(3, ways);
        return [{ what: `preview of ${size.toLocaleString("en")} resources`, unit: "ms", results }];
    } finally {
        sandbox.close();
        rmSync(folder, { recursive: true });
    }
}
