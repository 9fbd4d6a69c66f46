import { join } from "node:path";
import { findCli } from "./cli";
import { openSandbox, type Result } from "./run";

const root = join(__dirname, "..", "..");
const policyPack = join(root, "policypack");
const print = (text: string): void => void process.stdout.write(text);

/** Shows the insecure example refused and the hardened one created. @returns whether both went as they should */
async function demo(): Promise<boolean> {
    const cli = await findCli();
    print("\n── The insecure example, previewed ──────────────────────────────────────\n\n");
    const insecure = await openSandbox({ program: join(root, "examples", "insecure"), cli });
    let refused: Result;
    try {
        refused = await insecure.run("preview", { policyPack, onOutput: print });
    } finally {
        insecure.close();
    }
    print("\n── The same application with the components, previewed and created ──────\n\n");
    const hardened = await openSandbox({ program: join(root, "examples"), cli });
    try {
        const previewed = await hardened.run("preview", { policyPack });
        const created = await hardened.run("up", { policyPack, skipPreview: true, onOutput: print });
        const resources = await hardened.resources();
        return sum(
            refused,
            [previewed, created],
            resources.map(({ type }) => type),
        );
    } finally {
        hardened.close();
    }
}

function sum(refused: Result, accepted: Result[], types: string[]): boolean {
    const mandatory = refused.policies.filter(({ level }) => level === "mandatory");
    const controls = new Set(mandatory.map(({ policy }) => policy)).size;
    const findings = accepted.flatMap(({ policies }) => policies).length;
    const objects = types.filter((type) => type.startsWith("kubernetes:")).length;
    const blocked = refused.exitCode !== 0 && mandatory.length > 0;
    const passed = accepted.every(({ exitCode }) => exitCode === 0) && findings === 0 && objects > 0;
    print(
        `\nInsecure: ${blocked ? "refused" : "NOT refused"} at preview, ${mandatory.length} mandatory violations of ${controls} controls.\n`,
    );
    print(
        `Hardened: ${passed ? "created" : "NOT created as it should be"}, ${objects} Kubernetes objects, ${findings} findings.\n`,
    );
    return blocked && passed;
}

demo().then(
    (asItShould) => {
        process.exitCode = asItShould ? 0 : 1;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
