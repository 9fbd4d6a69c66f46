import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import type * as Automation from "@pulumi/pulumi/automation";
import { parse } from "semver";
import { buildCli, builtCli } from "./build-cli";
import { programName } from "./executable";
import { cache, compiled } from "./folders";
import { temporaryFolder } from "./lifetime";

/** The version that is installed or built when there is none. */
export const version = "3.259.0";
// `pulumi policy analyze` came with it.
const oldest = { major: 3, minor: 249 };

/** A Pulumi CLI, and the environment that it needs. */
export interface Cli {
    command: string;
    version: string;
    env: Record<string, string>;
}

/** Where a CLI can come from. */
export type Source = "path" | "installer" | "go";

async function atLeastOldest(command: string): Promise<string | undefined> {
    // Even `pulumi version` writes a log into its home.
    const { folder, remove } = temporaryFolder();
    try {
        const env = { ...process.env, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" };
        const { stdout } = await promisify(execFile)(command, ["version"], { env, timeout: 30_000 });
        const found = parse(stdout.trim());
        if (!found || found.major !== oldest.major || found.minor < oldest.minor) return undefined;
        return found.version;
    } catch {
        return undefined;
    } finally {
        remove();
    }
}

async function onPath(): Promise<Cli | undefined> {
    const found = await atLeastOldest("pulumi");
    return found === undefined ? undefined : { command: "pulumi", version: found, env: {} };
}

const installRoot = () => join(cache(), `pulumi-${version}-installed`);

async function installed(): Promise<Cli | undefined> {
    const command = join(installRoot(), "bin", programName("pulumi"));
    if (!existsSync(command)) return undefined;
    const found = await atLeastOldest(command);
    return found === undefined ? undefined : { command, version: found, env: {} };
}

async function install(): Promise<Cli> {
    // Loaded only here: it takes half a second.
    const automation = createRequire(__filename)("@pulumi/pulumi/automation") as typeof Automation;
    const parsed = parse(version) ?? undefined;
    const home = process.env["PULUMI_HOME"];
    const { folder, remove } = temporaryFolder();
    try {
        // The installer runs what it has installed, which would write a log into the user's home.
        process.env["PULUMI_HOME"] = folder;
        await automation.PulumiCommand.install({ root: installRoot(), ...(parsed && { version: parsed }) });
    } finally {
        if (home === undefined) delete process.env["PULUMI_HOME"];
        else process.env["PULUMI_HOME"] = home;
        remove();
    }
    const cli = await installed();
    if (!cli) throw new Error("the installer left no pulumi that runs");
    return cli;
}

async function built(build: boolean): Promise<Cli | undefined> {
    const command = builtCli(version);
    if (build) await buildCli(version, command);
    if (!existsSync(command)) return undefined;
    // A CLI built from Go comes without a Node language host: the launcher beside it starts ours.
    const env = { SANDBOX_NODE: process.execPath, SANDBOX_LANGUAGE_HOST: compiled("language-host.js") };
    return { command, version, env };
}

async function attempt(
    find: () => Promise<Cli | undefined>,
    label: string,
    failures: string[],
): Promise<Cli | undefined> {
    try {
        return await find();
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.push(`  ${label}: ${reason.trim().split("\n").slice(-3).join(" ")}`);
        return undefined;
    }
}

/** Finds the Pulumi CLI: on PATH, installed or built before, else installs it, else builds it from its Go module. */
export async function findCli(sources: Source[] = ["path", "installer", "go"]): Promise<Cli> {
    const failures: string[] = [];
    const steps: [Source, string, () => Promise<Cli | undefined>][] = [
        ["path", "PATH", onPath],
        ["installer", "installer", installed],
        ["go", "Go", () => built(false)],
        ["installer", "Pulumi's installer", install],
        ["go", "Go", () => built(true)],
    ];
    for (const [source, label, find] of steps) {
        const cli = sources.includes(source) ? await attempt(find, label, failures) : undefined;
        if (cli) return cli;
    }
    throw new Error(
        [
            "There is no Pulumi CLI, and none could be installed. One of these helps:",
            `  - install Pulumi ${oldest.major}.${oldest.minor} or newer (https://www.pulumi.com/docs/install/) and put it on PATH`,
            "  - run again with access to https://get.pulumi.com: it is then installed into the cache folder",
            "  - install Go (https://go.dev/dl/) with access to a Go module proxy: it is then built from its source",
            ...(failures.length > 0 ? ["What was tried:", ...failures] : []),
        ].join("\n"),
    );
}
