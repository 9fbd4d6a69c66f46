import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { findCli, type Cli } from "./cli";
import { policyEvents, readEvents, stepsOf, type PolicyEvent, type Step } from "./events";
import { follow, temporaryFolder } from "./lifetime";
import { writePlugins } from "./plugins";
import { writeProject } from "./project";

export type Command = "preview" | "up" | "refresh" | "destroy";

/** What one command is given. */
export interface CommandOptions {
    /** Folder of a policy pack. */
    policyPack?: string;
    /** Configuration of the pack: a file in JSON, or the configuration itself. */
    policyPackConfig?: string | Record<string, unknown>;
    /** Configuration of the stack; a key without a namespace belongs to the project. */
    config?: Record<string, string>;
    /** Leaves out the preview that comes before an update. */
    skipPreview?: boolean;
    /** Receives what Pulumi prints while it prints it. */
    onOutput?: (text: string) => void;
    /** Prints in colours. */
    color?: boolean;
}

/** What is settled for all commands of a sandbox. */
export interface SandboxOptions {
    /** Folder of a Pulumi program of runtime nodejs. */
    program: string;
    /** Name of the stack: `sandbox` if not given. */
    stack?: string;
    /** Pulumi's CLI, where it has been found already. */
    cli?: Cli;
    /** Environment variables for the program and the pack. */
    env?: Record<string, string>;
}

/** What a command has done. */
export interface Result {
    exitCode: number;
    /** All that Pulumi has printed. */
    output: string;
    policies: PolicyEvent[];
    steps: Step[];
    events: EngineEvent[];
}

/** A resource of the stack, as Pulumi keeps it. */
export interface StackResource {
    urn: string;
    type: string;
    id?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}

/** One temporary stack, for several commands one after another. */
export interface Sandbox {
    /** The temporary folder, which is gone after `close`. */
    folder: string;
    run(command: Command, options?: CommandOptions): Promise<Result>;
    /** The stack's resources; secrets are encrypted unless they are asked for. */
    resources(options?: { showSecrets?: boolean }): Promise<StackResource[]>;
    /** The stack's state, as `pulumi stack export` prints it. */
    export(options?: { showSecrets?: boolean }): Promise<string>;
    close(): void;
}

function environment(folder: string, cli: Cli, more: Record<string, string> = {}): NodeJS.ProcessEnv {
    // The user's own login, stack and backend are none of the sandbox's business.
    const kept = Object.entries(process.env).filter(([name]) => !/^PULUMI_(?!NODEJS_)/.test(name));
    return {
        // Checking the types of a provider's SDK takes ten seconds; that is the compiler's work, not the engine's.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        ...Object.fromEntries(kept),
        ...cli.env,
        ...more,
        TMPDIR: join(folder, "tmp"),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${join(folder, "state").replaceAll("\\", "/")}`,
        PULUMI_CONFIG_PASSPHRASE: "sandbox",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        // For --event-log.
        PULUMI_DEBUG_COMMANDS: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
}

/** Makes a temporary stack of a program, with stand-in providers, which no cloud account knows of. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
    const program = resolve(options.program);
    const stack = options.stack ?? "sandbox";
    const cli = options.cli ?? (await findCli());
    const { folder, remove } = temporaryFolder();
    const env = environment(folder, cli, options.env);

    function pulumi(args: string[], onOutput?: (text: string) => void): Promise<Pick<Result, "exitCode" | "output">> {
        const child = spawn(cli.command, ["--non-interactive", ...args], {
            cwd: join(folder, "project"),
            env,
            stdio: ["ignore", "pipe", "pipe"],
            // A group of its own: a terminal's Ctrl-C reaches it through us alone, once.
            detached: process.platform !== "win32",
        });
        follow(child);
        let output = "";
        const take = (text: string) => {
            output += text;
            onOutput?.(text);
        };
        child.stdout.setEncoding("utf8").on("data", take);
        child.stderr.setEncoding("utf8").on("data", take);
        return new Promise((settle, fail) => {
            child.once("error", fail);
            child.once("close", (code) => {
                settle({ exitCode: code ?? 1, output });
            });
        });
    }

    async function expect(args: string[]): Promise<string> {
        const { exitCode, output } = await pulumi(args);
        if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} failed\n${output}`);
        return output;
    }

    let count = 0;
    const sandbox: Sandbox = {
        folder,
        async run(command, given = {}) {
            const log = join(folder, `events-${++count}.json`);
            const args = [command, "--stack", stack, "--event-log", log, ...flags(command, given, folder)];
            const result = await pulumi(args, given.onOutput);
            const events = readEvents(log);
            return { ...result, events, policies: policyEvents(events), steps: stepsOf(events) };
        },
        async resources(how) {
            const exported = JSON.parse(await sandbox.export(how)) as { deployment: { resources?: StackResource[] } };
            return exported.deployment.resources ?? [];
        },
        export: ({ showSecrets = false } = {}) =>
            expect(["stack", "export", "--stack", stack, ...(showSecrets ? ["--show-secrets"] : [])]),
        close: remove,
    };
    try {
        for (const name of ["home", "state", "tmp"]) mkdirSync(join(folder, name));
        writePlugins(join(folder, "home"), program);
        writeProject(join(folder, "project"), program);
        await expect(["stack", "init", stack]);
        return sandbox;
    } catch (error) {
        remove();
        throw error;
    }
}

function flags(command: Command, options: CommandOptions, folder: string): string[] {
    const { policyPack, policyPackConfig, config = {}, skipPreview, color } = options;
    const result = ["--color", color ? "always" : "never", "--suppress-permalink=true"];
    if (command !== "preview") result.push("--yes", ...(skipPreview ? ["--skip-preview"] : []));
    for (const [key, value] of Object.entries(config)) result.push("--config", `${key}=${value}`);
    if (policyPack !== undefined) result.push("--policy-pack", resolve(policyPack));
    if (typeof policyPackConfig === "string") result.push("--policy-pack-config", resolve(policyPackConfig));
    else if (policyPackConfig !== undefined) {
        const file = join(folder, "policy-config.json");
        writeFileSync(file, JSON.stringify(policyPackConfig));
        result.push("--policy-pack-config", file);
    }
    return result;
}

/** Runs one command against a stack of its own, and leaves nothing behind. */
export async function run(options: { command: Command } & SandboxOptions & CommandOptions): Promise<Result> {
    const sandbox = await openSandbox(options);
    try {
        return await sandbox.run(options.command, options);
    } finally {
        sandbox.close();
    }
}
