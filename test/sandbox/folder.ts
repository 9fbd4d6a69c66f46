import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];

/** Writes files into a temporary folder whose programs can import what this repository has installed. */
export function folderWith(files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-test-"));
    made.push(folder);
    symlinkSync(join(__dirname, "..", "..", "node_modules"), join(folder, "node_modules"));
    for (const [name, text] of Object.entries({ "package.json": "{}", ...files })) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
    }
    return folder;
}

export function emptyFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-test-"));
    made.push(folder);
    return folder;
}

afterAll(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
