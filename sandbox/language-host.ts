import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import {
    LanguageRuntimeService,
    type ILanguageRuntimeServer as LanguageRuntime,
} from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { serve } from "./serve";

// The SDK's exit code for "failed, and the user has been told why".
const explained = 32;
const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";

/** Prefers the SDK of the program or pack, which may be another version than this repository's. */
function sdk(file: string, folder: string): string {
    for (const from of [join(folder, "package.json"), __filename]) {
        try {
            return createRequire(from).resolve(`@pulumi/pulumi/cmd/${file}`);
        } catch {
            continue;
        }
    }
    throw new Error(`@pulumi/pulumi is not installed in ${folder}: run npm install there`);
}

function start(script: string, args: string[], folder: string, env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(process.execPath, [script, ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const stop = () => child.kill("SIGKILL");
    process.once("exit", stop);
    child.once("exit", () => process.removeListener("exit", stop));
    return child;
}

function programArguments(request: language.RunRequest): string[] {
    const entry = request.getInfo()?.getEntryPoint() ?? request.getProgram();
    return [
        `--monitor=${request.getMonitorAddress()}`,
        `--engine=${engine}`,
        `--project=${request.getProject()}`,
        `--stack=${request.getStack()}`,
        `--organization=${request.getOrganization()}`,
        `--root-directory=${request.getInfo()?.getRootDirectory() ?? request.getPwd()}`,
        `--pwd=${request.getPwd()}`,
        `--parallel=${request.getParallel()}`,
        ...(request.getDryrun() ? ["--dry-run"] : []),
        entry || ".",
        ...request.getArgsList(),
    ];
}

const run: grpc.handleUnaryCall<language.RunRequest, language.RunResponse> = ({ request }, reply) => {
    const response = new language.RunResponse();
    try {
        const typescript = request.getInfo()?.getOptions()?.toJavaScript()["typescript"] !== false;
        const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
        const child = start(sdk("run", folder), programArguments(request), request.getPwd(), {
            ...process.env,
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            PULUMI_NODEJS_TYPESCRIPT: String(typescript),
        });
        // The engine shows what a plugin prints, line by line.
        child.stdout?.pipe(process.stdout, { end: false });
        child.stderr?.pipe(process.stderr, { end: false });
        child.once("error", (error) => {
            reply(null, response.setError(error.message));
        });
        child.once("close", (code, signal) => {
            if (code === explained) response.setBail(true);
            else if (code !== 0) response.setError(`the program ended with ${signal ?? `exit code ${code ?? 1}`}`);
            reply(null, response);
        });
    } catch (error) {
        reply(null, response.setError(error instanceof Error ? error.message : String(error)));
    }
};

/** What runs a plugin, by its kind, and with which arguments. */
function pluginOf(request: language.RunPluginRequest, folder: string): [script: string, args: string[]] {
    const args = request.getArgsList();
    if (request.getKind() === "resource") return ["run-plugin", [folder, ...args]];
    if (request.getKind() !== "analyzer") {
        throw new Error(`the sandbox runs policy packs and components, not a plugin of kind ${request.getKind()}`);
    }
    const [address = engine, , ...others] = args;
    return ["run-policy-pack", [address, folder, ...others]];
}

const runPlugin: grpc.handleServerStreamingCall<language.RunPluginRequest, language.RunPluginResponse> = (call) => {
    const { request } = call;
    const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
    const environment = request.getEnvList().map((pair) => pair.split(/=(.*)/s, 2));
    try {
        const [script, args] = pluginOf(request, folder);
        const child = start(sdk(script, folder), args, folder, {
            ...process.env,
            ...(Object.fromEntries(environment) as Record<string, string>),
        });
        child.stdout?.on("data", (text: Buffer) => call.write(new language.RunPluginResponse().setStdout(text)));
        child.stderr?.on("data", (text: Buffer) => call.write(new language.RunPluginResponse().setStderr(text)));
        child.once("close", (code) => {
            call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
            call.end();
        });
        call.once("cancelled", () => child.kill());
    } catch (error) {
        call.destroy(error instanceof Error ? error : new Error(String(error)));
    }
};

const host: Partial<LanguageRuntime> = {
    run,
    runPlugin,
    // What the sandbox runs has been installed.
    installDependencies: (call) => {
        call.end();
    },
    handshake: (_, reply) => {
        reply(null, new language.LanguageHandshakeResponse());
    },
    getPluginInfo: (_, reply) => {
        reply(null, new PluginInfo());
    },
    getRequiredPackages: (_, reply) => {
        reply(null, new language.GetRequiredPackagesResponse());
    },
    getRequiredPlugins: (_, reply) => {
        reply(null, new language.GetRequiredPluginsResponse());
    },
    about: (_, reply) => {
        reply(null, new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version));
    },
    runtimeOptionsPrompts: (_, reply) => {
        reply(null, new language.RuntimeOptionsResponse());
    },
};

serve(LanguageRuntimeService, host);
