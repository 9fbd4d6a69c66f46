import { Argument, Command, CommanderError, Option } from "commander";
import { baseline } from "./baseline";
import { explain, list } from "./catalogue";
import { check, exitCodes, type CheckOptions } from "./check";
import type { ConfigurationOptions } from "./configuration";
import { Fault, sentenceOf } from "./fault";
import { formats } from "./formats";
import { severities } from "./judgement";
import { version } from "./version";
import { presetNames } from "./pack-files";
import type { Streams } from "./streams";

/** Runs a command. @returns its exit code */
export function run(args: readonly string[], streams: Streams, stdinIsTerminal = false): number {
    let code: number = exitCodes.clean;
    const filesOf = (files: string[]): string[] => {
        if (files.length > 0) return files;
        if (stdinIsTerminal) throw new Fault("name files, or - to read standard input");
        return ["-"];
    };
    const program = new Command("hardened")
        .description("Judges Pulumi stacks and Kubernetes manifests by the controls of hardened-containers.")
        .version(version)
        .exitOverride()
        .configureOutput({ writeOut: streams.out, writeErr: streams.error });
    const files = new Argument(
        "[files...]",
        "stack exports, previews in JSON, manifests in YAML or JSON; - is standard input",
    );

    configured(program.command("check"))
        .description("say what breaks a control; exit code 1 if something does, 2 if something cannot be read")
        .addArgument(files)
        .addOption(new Option("--format <format>", "form of the report").choices(Object.keys(formats)).default("text"))
        .option("--output <file>", "write the report to a file")
        .addOption(
            new Option(
                "--fail-on <severity>",
                "exit with 1 at violations of this severity or above, whatever their level (default: at whatever is mandatory)",
            ).choices(severities),
        )
        .option("--all", "switch all controls on, and say by control and team what would be blocked")
        .action((given: string[], options: CheckOptions) => {
            code = check(filesOf(given), options, streams);
        });
    configured(program.command("baseline"))
        .description("write a configuration whose baseline is all that breaks a control today")
        .addArgument(files)
        .option("--output <file>", "write it to a file")
        .action((given: string[], options: ConfigurationOptions & { output?: string }) => {
            code = baseline(filesOf(given), options, streams);
        });
    program
        .command("explain")
        .description("say what a control is about")
        .argument("<id>", "its id")
        .action((id: string) => {
            code = explain(id, streams);
        });
    configured(program.command("list"))
        .description("list all controls, with their levels")
        .addOption(new Option("--format <format>", "form of the list").choices(["text", "json"]).default("text"))
        .action((options: ConfigurationOptions & { format: "text" | "json" }) => {
            code = list(options, streams);
        });
    try {
        program.parse(args, { from: "user" });
        return code;
    } catch (error) {
        // What commander has to say it has written.
        if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.fault;
        const sentence = error instanceof Fault ? error.message : `hardened failed: ${sentenceOf(error)}`;
        streams.error(`${sentence}\n`);
        return exitCodes.fault;
    }
}

function configured(command: Command): Command {
    const presets = presetNames();
    return command
        .option("--config <file>", "configuration of the policy pack, as --policy-pack-config takes it")
        .option(
            "--preset <name>",
            `a configuration that the pack brings${presets.length > 0 ? ` (${presets.join(", ")})` : ""}`,
        )
        .option("--kubernetes-version <version>", "version of the clusters (1.35) or a range (1.33 - 1.35)");
}
