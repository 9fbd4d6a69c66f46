import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox } from "../sandbox/run";

const root = join(__dirname, "..");
const policyPack = join(root, "policypack");

const program = `
const { Repository } = require(${JSON.stringify(join(root, "components", "dist"))});
const role = (name) => "arn:aws:iam::123456789012:role/" + name;
const api = new Repository("api", { readers: [role("cluster")], writers: [role("ci")], cosignTags: true });
new Repository("scratch", {}, { protect: false });
exports.image = api.imageRef("sha256:" + "0a".repeat(32));
`;

test("repositories come up, stay as they are, and are protected unless that is switched off", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hardened-repository-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: repository\nruntime: nodejs\n");
    writeFileSync(join(folder, "index.js"), program);
    const sandbox = await openSandbox({ program: folder });
    try {
        for (const command of ["preview", "up"] as const) {
            const { exitCode, policies } = await sandbox.run(command, { policyPack, skipPreview: true });
            expect({ command, exitCode, policies }).toEqual({ command, exitCode: 0, policies: [] });
        }
        const { steps } = await sandbox.run("preview", { policyPack });
        expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
        const { deployment } = JSON.parse(await sandbox.export()) as {
            deployment: { resources: { urn: string; type: string; protect?: boolean; outputs?: { image?: string } }[] };
        };
        const repositories = deployment.resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
        expect(repositories.map(({ urn, protect = false }) => [urn.split("::").at(-1), protect]).sort()).toEqual([
            ["api-repository", true],
            ["scratch-repository", false],
        ]);
        const stack = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
        expect(stack?.outputs?.image).toMatch(/\.dkr\.ecr\.[-a-z0-9]+\.amazonaws\.com\/api@sha256:(0a){32}$/);
    } finally {
        sandbox.close();
        rmSync(folder, { recursive: true });
    }
});
