/** `hardened check` as a user runs it, on stack exports and on YAML; beside it kube-score, a program in Go. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { cache } from "../../sandbox/folders";
import { deployment } from "./manifests";
import { inTurns, timed, type Row } from "./measure";

const count = 10_000;
const rounds = 3;
const cli = resolve(__dirname, "..", "..", "cli", "dist", "main.js");
const version = "v1.20.0";

/** kube-score, which Go builds once; an error says why there is none. */
function kubeScore(): string {
    const folder = join(cache(), `kube-score-${version}`);
    const command = join(folder, "kube-score");
    if (!existsSync(command)) {
        const env = { ...process.env, GOBIN: folder };
        const module = `github.com/zegl/kube-score/cmd/kube-score@${version}`;
        execFileSync("go", ["install", module], { cwd: tmpdir(), env, stdio: ["ignore", "ignore", "pipe"] });
    }
    return command;
}

/** Manifests a second. Both commands exit with 1 where they find something. */
const rate = (command: string, args: readonly string[]) => async () => {
    let status = 0;
    const time = await timed(async () => {
        const child = spawn(command, args, { stdio: "ignore" });
        [status] = (await once(child, "exit")) as [number];
    });
    if (status !== 0 && status !== 1) throw new Error(`${command} ${args.join(" ")} exits with ${status}`);
    return (count / time) * 1000;
};

/** A stack export, which holds inputs and outputs of each resource. */
function writeExport(file: string): void {
    const resources = Array.from({ length: count }, (_, number) => {
        const { type, props } = deployment(number);
        const urn = `urn:pulumi:bench::bench::${type}::shop-${number}`;
        return { urn, custom: true, id: `team/shop-${number}`, type, inputs: props, outputs: props };
    });
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }, undefined, 4));
}

function writeYaml(file: string): void {
    const documents = Array.from({ length: count }, (_, number) => stringify(deployment(number).props));
    writeFileSync(file, documents.join("---\n"));
}

/** @param leaveOut receives what could not be measured, and why */
export async function checkRows(leaveOut: (what: string) => void): Promise<Row[]> {
    if (!existsSync(cli)) {
        leaveOut("hardened check: there is no cli/dist/main.js");
        return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "bench-check-"));
    try {
        const [exported, yaml] = [join(folder, "stack.json"), join(folder, "manifests.yaml")];
        writeExport(exported);
        writeYaml(yaml);
        const hardened = (file: string) => rate(process.execPath, [cli, "check", file, "--format", "json"]);
        const what = `${count.toLocaleString("en")} Deployments`;
        const rows: Row[] = [
            {
                what: `check of a stack export, ${what}`,
                unit: "a second",
                results: await inTurns(rounds, { "this pack": hardened(exported) }),
                target: { least: 5000 },
            },
        ];
        const ways = { "this pack": hardened(yaml) };
        try {
            const other = rate(kubeScore(), ["score", "--output-format", "ci", yaml]);
            rows.push({
                what: `check of YAML, ${what}`,
                unit: "a second",
                results: await inTurns(rounds, { ...ways, "kube-score": other }),
                target: { least: 1, times: "kube-score" },
            });
        } catch (error) {
            leaveOut(`kube-score: ${error instanceof Error ? error.message.trim() : String(error)}`);
            rows.push({ what: `check of YAML, ${what}`, unit: "a second", results: await inTurns(rounds, ways) });
        }
        return rows;
    } finally {
        rmSync(folder, { recursive: true });
    }
}
