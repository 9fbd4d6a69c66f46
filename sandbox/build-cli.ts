import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { lock } from "proper-lockfile";
import { programName, variable, writeLauncher } from "./executable";
import { cache, sandbox } from "./folders";
import { follow } from "./lifetime";
import { progress } from "./progress";

const module_ = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** Where the CLI that was built from Go is kept. */
export function builtCli(version: string): string {
    return join(cache(), `pulumi-${version}`, programName("pulumi"));
}

async function go(args: string[]): Promise<void> {
    const child = spawn("go", args, {
        cwd: join(sandbox, "cli"),
        env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
        stdio: ["ignore", "ignore", "pipe"],
        detached: process.platform !== "win32",
    });
    follow(child);
    let output = "";
    child.stderr.on("data", (text: Buffer) => (output = (output + text.toString()).slice(-2000)));
    await new Promise<void>((resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
            reject(error.code === "ENOENT" ? new Error("there is no go on PATH") : error);
        });
        child.once("close", (code) => {
            if (code === 0) resolve();
            else reject(new Error(`go build failed\n${output}`));
        });
    });
}

async function build(version: string, command: string): Promise<void> {
    const folder = dirname(command);
    // What a build that was killed has left.
    for (const file of readdirSync(folder)) if (file.startsWith("building-")) rmSync(join(folder, file));
    const unfinished = join(folder, programName(`building-${process.pid}`));
    const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
    const done = progress(`Building Pulumi ${version} from its Go module, once (3 to 5 minutes the first time)`);
    try {
        await go(["build", "-trimpath", "-ldflags", stamp, "-o", unfinished, module_]);
        writeLauncher(folder, "pulumi-language-nodejs", [variable("SANDBOX_NODE"), variable("SANDBOX_LANGUAGE_HOST")]);
        renameSync(unfinished, command);
        done("built");
    } catch (error) {
        rmSync(unfinished, { force: true });
        done("failed");
        throw error;
    }
}

/** Builds the CLI unless it is there; two processes that ask at once build it once. */
export async function buildCli(version: string, command: string): Promise<void> {
    mkdirSync(dirname(command), { recursive: true });
    const release = await lock(dirname(command), {
        // A holder that has died no longer touches its lock.
        stale: 20_000,
        update: 5_000,
        retries: { forever: true, minTimeout: 500, maxTimeout: 2_000 },
        // After a long sleep of the machine another process may build too: harmless, the last rename wins.
        onCompromised: () => undefined,
    });
    try {
        if (!existsSync(command)) await build(version, command);
    } finally {
        await release().catch(() => undefined);
    }
}
