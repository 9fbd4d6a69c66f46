import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The top folder of the repository. */
export const root = resolve(__dirname, "..");
/** What npm need not do. */
export const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "installed-"));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** A path in a temporary folder of the test's. */
export const inFolder = (...path: string[]): string => join(folder, ...path);

/** Runs npm. @returns what it prints */
export const npm = (cwd: string, ...args: string[]): string =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** The tarball of a package, and all that npm prints. */
export function pack(cwd: string, ...args: string[]): { tarball: string; printed: string } {
    const printed = npm(cwd, "pack", "--pack-destination", folder, ...args);
    return { tarball: inFolder(printed.trim().split("\n").at(-1) ?? ""), printed };
}

/** The version of a package of this repository. */
export const versionOf = (path: string): string =>
    (JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as { version: string }).version;
