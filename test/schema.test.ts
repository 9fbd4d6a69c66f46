import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findCli } from "../sandbox/cli";
import { componentSchema, components } from "../scripts/component-schema";

const file = resolve(__dirname, "..", "components", "schema.json");
const schema = componentSchema();
const describedAs = (name: string) => schema.resources[`hardened-containers:index:${name}`];

test("the components can be offered to other languages: their arguments have a schema", () => {
    expect(components.length).toBeGreaterThan(0);
    expect(Object.keys(schema.resources).sort()).toEqual(
        components.map((name) => `hardened-containers:index:${name}`).sort(),
    );
    expect(Object.keys(describedAs("Deployment")?.properties ?? {}).sort()).toEqual([
        "name",
        "selector",
        "serviceName",
    ]);
    expect(describedAs("Deployment")?.inputProperties).toMatchObject({
        image: { type: "string", description: expect.stringContaining("digest") as string },
        memory: { type: "string" },
        allowTag: { type: "boolean", optional: true, plain: true },
    });
    expect(describedAs("Deployment")?.requiredInputs).toEqual(["image", "memory", "namespace"]);
    const types = ["ConnectionArgs", "Protocol"].map((name) => `hardened-containers:index:${name}`);
    expect(Object.keys(schema.types)).toEqual(expect.arrayContaining(types));
});

test("the schema that is shipped is that of the sources: if not, npm run generate", () => {
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test("Pulumi's own check of schemas finds nothing", async () => {
    const { command, env } = await findCli();
    const home = mkdtempSync(join(tmpdir(), "schema-"));
    try {
        const surroundings = { ...process.env, ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
        const output = execFileSync(command, ["schema", "check", file], { env: surroundings, encoding: "utf8" });
        expect(output).not.toMatch(/warning|error/i);
    } finally {
        rmSync(home, { recursive: true });
    }
});
