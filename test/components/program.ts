import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandOptions, Result, Sandbox } from "../../sandbox/run";
import { openSandbox } from "../../sandbox/run";

/** One component of the program. */
export interface Component {
    /** The name of its class. */
    kind: string;
    name: string;
    args: unknown;
}

/** Runs a program that makes these components on the real engine, in the sandbox. */
export async function withComponents<T>(
    components: Component[],
    use: (
        run: (command: "preview" | "up", options?: CommandOptions) => Promise<Result>,
        sandbox: Sandbox,
    ) => Promise<T>,
): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "hardened-components-"));
    const file = join(folder, "components.json");
    writeFileSync(file, JSON.stringify(components));
    const sandbox = await openSandbox({ program: join(__dirname, "program"), env: { COMPONENTS: file } });
    try {
        return await use((command, options) => sandbox.run(command, options), sandbox);
    } finally {
        sandbox.close();
        rmSync(folder, { recursive: true });
    }
}
