import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type Sandbox } from "../sandbox/run";

const root = join(__dirname, "..");
export const policyPack = join(root, "policypack");

/** What imports one of Pulumi's packages in a program: `require("…/@pulumi/kubernetes")`. */
export const sdk = (name: string): string => `require(${JSON.stringify(join(root, "node_modules", "@pulumi", name))})`;

/** A program in JavaScript of a project of that name, in a folder and a sandbox for all tests of a file. */
export function inSandbox(project: string, program: string): { folder: string; sandbox: () => Sandbox } {
    const folder = mkdtempSync(join(tmpdir(), `hardened-${project}-`));
    let sandbox: Sandbox | undefined;
    beforeAll(async () => {
        writeFileSync(join(folder, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
        writeFileSync(join(folder, "index.js"), program);
        sandbox = await openSandbox({ program: folder });
    });
    afterAll(() => {
        sandbox?.close();
        rmSync(folder, { recursive: true });
    });
    return {
        folder,
        sandbox: () => {
            if (sandbox === undefined) throw new Error("the sandbox is open in tests only");
            return sandbox;
        },
    };
}
