import { join } from "node:path";
import * as exported from "hardened-containers";
import { ComponentResource } from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

const folder = join(__dirname, "..", "components");
const components = Object.entries(exported)
    .filter(([, value]) => typeof value === "function" && value.prototype instanceof ComponentResource)
    .map(([name]) => name);

test("the components can be offered to other languages: their arguments have a schema", () => {
    expect(components.length).toBeGreaterThan(0);
    const packageJSON = { name: "hardened-containers", dependencies: {} };
    const schema = new Analyzer(folder, "hardened-containers", packageJSON, new Set(components)).analyze();
    expect(Object.keys(schema.components).sort()).toEqual(components.sort());
    expect(Object.keys(schema.components.Deployment?.outputs ?? {}).sort()).toEqual(["name", "selector"]);
    expect(schema.components.Deployment?.inputs).toMatchObject({
        image: { type: "string", description: expect.stringContaining("digest") as string },
        memory: { type: "string" },
        allowTag: { type: "boolean", optional: true, plain: true },
    });
    expect(Object.keys(schema.typeDefinitions)).toEqual(expect.arrayContaining(["ConnectionArgs", "Protocol"]));
});
