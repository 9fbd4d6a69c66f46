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
    const hardened = await openSandbox({ program: root, cli });
    try {
        const previewed = await hardened.run("preview", { policyPack });
        const created = await hardened.run("up", { policyPack, skipPreview: true, onOutput: print });
        const resources = await hardened.resources();
        return sum(
            refused,
            { previewed, created },
            resources.map(({ type }) => type),
        );
    } finally {
        hardened.close();
    }
}

function sum(
    refused: Result,
    { previewed, created }: Record<"previewed" | "created", Result>,
    types: string[],
): boolean {
    const isMandatory = ({ level }: { level: string }): boolean => level === "mandatory";
    const mandatory = refused.policies.filter(isMandatory);
    const controls = new Set(mandatory.map(({ policy }) => policy)).size;
    const [kubernetes, aws] = ["kubernetes:", "aws:"].map((provider) => types.filter((it) => it.startsWith(provider)));
    const blocked = refused.exitCode !== 0 && mandatory.length > 0;
    // At preview values may be unknown, of which an advisory says that they are judged at the update.
    const passed =
        [previewed, created].every(({ exitCode }) => exitCode === 0) &&
        !previewed.policies.some(isMandatory) &&
        created.policies.length === 0 &&
        [kubernetes, aws].every((made) => made !== undefined && made.length > 0);
    print(
        `\nInsecure: ${blocked ? "refused" : "NOT refused"} at preview, ${mandatory.length} mandatory violations of ${controls} controls.\n`,
    );
    print(
        `Hardened: ${passed ? "created" : "NOT created as it should be"}, ${kubernetes?.length ?? 0} Kubernetes objects and ${aws?.length ?? 0} AWS resources, ${created.policies.length} findings.\n`,
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
