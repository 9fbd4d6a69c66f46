import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCli } from "../sandbox/cli";
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

/** Pulumi's own command line, as a user types it in the folder of a program; its home and state are in another folder. */
export async function commandLine(folder: string, program: string) {
    const cli = await findCli();
    const env = {
        ...process.env,
        ...cli.env,
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return (...args: string[]) =>
        spawnSync(cli.command, ["--non-interactive", ...args], { cwd: program, env, encoding: "utf8" });
}
