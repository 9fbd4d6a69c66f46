import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { findCli } from "../sandbox/cli";

/**
 * Compiles what tests run compiled, and sees to it that Pulumi's CLI is there: where it must be built that takes minutes,
 * which no test should wait for. Files with type errors are written all the same: `npm run check` reports those.
 */
export default async function build(): Promise<void> {
    const root = resolve(__dirname, "..");
    const { stdout } = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-b"], { cwd: root });
    process.stderr.write(stdout);
    await findCli();
}
