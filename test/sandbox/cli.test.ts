import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { builtCli, buildCli } from "../../sandbox/build-cli";
import { findCli, version } from "../../sandbox/cli";
import { emptyFolder } from "./folder";

jest.setTimeout(60_000);

const before = { ...process.env };
let calls: string;
beforeEach(() => {
    calls = join(emptyFolder(), "calls");
    process.env["XDG_CACHE_HOME"] = emptyFolder();
    process.env["PATH"] = [dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
});
afterEach(() => {
    Object.assign(process.env, { PATH: before["PATH"], XDG_CACHE_HOME: before["XDG_CACHE_HOME"] });
    if (before["XDG_CACHE_HOME"] === undefined) delete process.env["XDG_CACHE_HOME"];
});

/** Puts a program of a few shell lines first on PATH. */
function onPath(name: string, lines: string): void {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(folder, name), 0o755);
    process.env["PATH"] = [folder, process.env["PATH"]].join(delimiter);
}

// Like go build, which writes the file after -o; slow enough for two to meet.
const build = () => `echo go >> ${calls}\nwhile [ "$1" != -o ]; do shift; done\nsleep 1\necho '#!/bin/sh' > "$2"`;

test("a new enough pulumi on PATH is taken, an older one is not", async () => {
    onPath("pulumi", "echo v3.249.0");
    expect(await findCli(["path"])).toEqual({ command: "pulumi", version: "3.249.0", env: {} });
    onPath("pulumi", "echo v3.248.9");
    await expect(findCli(["path"])).rejects.toThrow("install Pulumi 3.249 or newer");
});

test("it is built once, with a language host beside it", async () => {
    onPath("go", build());
    const [one, other] = await Promise.all([findCli(["go"]), findCli(["go"])]);
    expect(one).toEqual(other);
    expect(one.command).toBe(builtCli(version));
    expect(readdirSync(dirname(one.command)).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
    expect(readFileSync(calls, "utf8")).toBe("go\n");
    expect(existsSync(one.env["SANDBOX_LANGUAGE_HOST"] ?? "")).toBe(true);
    await findCli(["go"]);
    expect(readFileSync(calls, "utf8")).toBe("go\n");
});

test("what a build that was killed has left, lock and all, holds nobody up", async () => {
    onPath("go", build());
    const folder = dirname(builtCli(version));
    mkdirSync(`${folder}.lock`, { recursive: true });
    utimesSync(`${folder}.lock`, 0, 0);
    mkdirSync(folder);
    writeFileSync(join(folder, "building-1"), "half");
    await buildCli(version, builtCli(version));
    expect(readdirSync(folder).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
});

test("without any of the three ways, it names them", async () => {
    onPath("go", "echo no such module >&2; exit 1");
    const error = await findCli(["path", "go"]).catch((thrown: unknown) => String(thrown));
    expect(error).toMatch(
        /install Pulumi 3\.249 or newer[\s\S]*get\.pulumi\.com[\s\S]*install Go[\s\S]*no such module/,
    );
    expect(readdirSync(dirname(builtCli(version)))).toEqual([]);
});

test("the launcher starts the language host of the repository that asks", async () => {
    onPath("go", build());
    const { command, env } = await findCli(["go"]);
    const child = spawn(join(dirname(command), "pulumi-language-nodejs"), ["127.0.0.1:1"], { env });
    const port = await new Promise((resolve) =>
        child.stdout.once("data", (text: Buffer) => {
            resolve(text.toString());
        }),
    );
    child.kill();
    expect(port).toMatch(/^\d+\n$/);
});
