import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findCli } from "../../sandbox/cli";
import { cache } from "../../sandbox/folders";
import { emptyFolder, folderWith } from "./folder";
import { endless, pack, typescript } from "./programs";

jest.setTimeout(60_000);
beforeAll(async () => {
    await findCli();
}, 900_000);

const main = join(__dirname, "..", "..", "sandbox", "dist", "main.js");

function surroundings() {
    const [temporary, home] = [emptyFolder(), emptyFolder()];
    const env = { ...process.env, TMPDIR: temporary, HOME: home, XDG_CACHE_HOME: join(cache(), "..") };
    return { temporary, home, env };
}

function start(args: string[], env: NodeJS.ProcessEnv): { child: ChildProcess; end: Promise<[number | null, string]> } {
    const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    return {
        child,
        end: new Promise((resolve) =>
            child.once("close", (code) => {
                resolve([code, output]);
            }),
        ),
    };
}

/** The processes that were started with a variable of this value, on systems that tell. */
function processesWith(value: string): string[] {
    if (!existsSync("/proc/self/environ")) return [];
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .filter((id) => {
            try {
                return readFileSync(`/proc/${id}/environ`, "utf8").includes(value);
            } catch {
                return false;
            }
        });
}

test("previews a TypeScript program with a pack, and leaves nothing behind", async () => {
    const { temporary, home, env } = surroundings();
    const program = folderWith({ "Pulumi.yaml": "name: words\nruntime: nodejs\n", "index.ts": typescript });
    const before = readdirSync(program);
    const [code, output] = await start(["preview", program, "--policy-pack", folderWith(pack)], env).end;
    expect([code, output]).toEqual([
        0,
        expect.stringContaining("[advisory]  meh  (kubernetes:core/v1:ConfigMap: settings)"),
    ]);
    expect([readdirSync(temporary), readdirSync(home), readdirSync(program)]).toEqual([[], [], before]);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s ends Pulumi and its plugins, and removes the folder", async (signal) => {
    const { temporary, home, env } = surroundings();
    const marker = join(emptyFolder(), "marker");
    const program = folderWith({ "index.js": endless(marker) });
    const { child, end } = start(["up", program, "--policy-pack", folderWith(pack)], env);
    while (!existsSync(marker)) await pause(100);
    expect(readdirSync(temporary)).toHaveLength(1);
    // As from a terminal and from npm.
    child.kill(signal);
    child.kill(signal);
    const [code] = await end;
    expect([code, readdirSync(temporary), readdirSync(home)]).toEqual([signal === "SIGINT" ? 130 : 143, [], []]);
    for (let left = 20; left > 0 && processesWith(temporary).length > 0; left--) await pause(100);
    expect(processesWith(temporary)).toEqual([]);
});

test.each([
    [[], "say preview or up first"],
    [["destroy", "."], "say preview or up first, not destroy"],
    [["preview"], "preview takes one folder"],
    [["preview", "a", "b"], "preview takes one folder"],
    [["preview", ".", "--fast"], "Unknown option '--fast'"],
    [["preview", ".", "-c", "x"], "--config x is not of the form key=value"],
    [["preview", "nowhere"], "nowhere is not a folder"],
])("%j is answered with a sentence", (args, sentence) => {
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
    expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)]);
});

test("--help says how", () => {
    const { status, stdout } = spawnSync(process.execPath, [main, "--help"], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, expect.stringContaining("npm run sandbox -- preview|up <folder>")]);
});
