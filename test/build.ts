import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** Compiles what tests run compiled. Files with type errors are written all the same: `npm run check` reports those. */
export default function build(): void {
    const root = resolve(__dirname, "..");
    const { stdout } = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-b"], { cwd: root });
    process.stderr.write(stdout);
}
