import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ProgramInfo, RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { emptyFolder, folderWith } from "./folder";

const script = join(__dirname, "..", "..", "sandbox", "dist", "language-host.js");
let host: ChildProcess;
let client: LanguageRuntimeClient;
let printed = "";

beforeAll(async () => {
    const child = spawn(process.execPath, [script, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.on("data", (text: Buffer) => (printed += text.toString()));
    host = child;
    const port = await new Promise<string>((resolve) =>
        child.stdout.once("data", (text: Buffer) => {
            resolve(text.toString().trim());
        }),
    );
    client = new LanguageRuntimeClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});
afterAll(() => {
    client.close();
    host.kill();
});

function run(folder: string): Promise<RunResponse> {
    const info = new ProgramInfo().setProgramDirectory(folder).setRootDirectory(folder).setEntryPoint(".");
    const request = new RunRequest().setPwd(folder).setInfo(info).setMonitorAddress("127.0.0.1:1");
    return new Promise((resolve, reject) =>
        client.run(request, (error: Error | null, response) => {
            if (error) reject(error);
            else resolve(response);
        }),
    );
}

test("the program's own SDK runs it, and its exit code 32 means that the user has been told", async () => {
    const folder = emptyFolder();
    const own = folderWith({ "sdk/cmd/run/index.js": 'console.error("own SDK", process.cwd()); process.exit(32);' });
    mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
    symlinkSync(join(own, "sdk"), join(folder, "node_modules", "@pulumi", "pulumi"));
    const response = await run(folder);
    expect([response.getBail(), response.getError()]).toEqual([true, ""]);
    expect(printed).toContain(`own SDK ${folder}`);
});

test("without a copy of its own, this repository's SDK runs it", async () => {
    const folder = emptyFolder();
    await run(folder);
    // No engine answers, so this is as far as it comes.
    expect(printed).toContain(`Running program '${folder}'`);
});
