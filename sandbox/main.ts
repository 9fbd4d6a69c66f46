import { join } from "node:path";
import { parseArgs } from "node:util";
import { sandbox } from "./folders";
import { run, type Command } from "./run";

const commands: readonly string[] = ["preview", "up"];
const help = `Runs a Pulumi program with the real Pulumi engine and the policy pack, but without a cluster or cloud account:
stand-in providers accept what they are given, and the stack is gone afterwards.

Usage: npm run sandbox -- preview|up <folder> [options]

  --policy-pack <folder>       another policy pack than this repository's
  --policy-pack-config <file>  configuration of the pack
  -c, --config <key=value>     configuration of the stack (may be repeated)
  -h, --help                   this text
`;

class UsageError extends Error {}

function parse(args: string[]) {
    try {
        return parseArgs({
            args,
            allowPositionals: true,
            options: {
                "policy-pack": { type: "string", default: join(sandbox, "..", "policypack") },
                "policy-pack-config": { type: "string" },
                config: { type: "string", short: "c", multiple: true, default: [] },
                help: { type: "boolean", short: "h", default: false },
            },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}

function pair(setting: string): [string, string] {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || value === undefined)
        throw new UsageError(`--config ${setting} is not of the form key=value`);
    return [key, value];
}

async function main(args: string[]): Promise<number> {
    const { values, positionals } = parse(args);
    const [command, program, ...others] = positionals;
    if (values.help) {
        process.stdout.write(help);
        return 0;
    }
    if (command === undefined || !commands.includes(command)) {
        throw new UsageError(`say preview or up first${command === undefined ? "" : `, not ${command}`}`);
    }
    if (program === undefined || others.length > 0)
        throw new UsageError(`${command} takes one folder of a Pulumi program`);
    const config = values["policy-pack-config"];
    const { exitCode } = await run({
        command: command as Command,
        program,
        policyPack: values["policy-pack"],
        ...(config === undefined ? {} : { policyPackConfig: config }),
        config: Object.fromEntries(values.config.map(pair)),
        color: process.stdout.isTTY && !process.env["NO_COLOR"],
        onOutput: (text) => process.stdout.write(text),
    });
    return exitCode;
}

main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        const usage = error instanceof UsageError ? "\nTry: npm run sandbox -- --help" : "";
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}${usage}\n`);
        process.exitCode = 1;
    },
);
