import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const windows = process.platform === "win32";

/** The file name under which the system finds a program. */
export function programName(name: string): string {
    return windows ? `${name}.exe` : name;
}

/** Writes a program that replaces itself by another one; `words` are put into the shell's line as they are. */
export function writeLauncher(folder: string, name: string, words: string[]): void {
    const file = join(folder, windows ? `${name}.cmd` : name);
    const line = words.join(" ");
    writeFileSync(file, windows ? `@${line} %*\r\n` : `#!/bin/sh\nexec ${line} "$@"\n`);
    chmodSync(file, 0o755);
}

/** Quotes a path for a launcher. */
export function quote(path: string): string {
    return windows ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The value of an environment variable, in a launcher. */
export function variable(name: string): string {
    return windows ? `"%${name}%"` : `"$${name}"`;
}
