import { join } from "node:path";
import { openSandbox } from "../sandbox/run";

test("an existing Deployment moves into the component without being replaced", async () => {
    const sandbox = await openSandbox({ program: join(__dirname, "components", "moved") });
    try {
        const before = await sandbox.run("up", { config: { step: "before" }, skipPreview: true });
        expect(before.exitCode).toBe(0);
        const { exitCode, steps } = await sandbox.run("preview", { config: { step: "after" } });
        expect(exitCode).toBe(0);
        const deployments = steps.filter(({ type }) => type === "kubernetes:apps/v1:Deployment");
        expect(deployments.map(({ op }) => op)).toEqual(["update"]);
        expect(steps.filter(({ op }) => op.includes("delete") || op.includes("replace"))).toEqual([]);
    } finally {
        sandbox.close();
    }
});
