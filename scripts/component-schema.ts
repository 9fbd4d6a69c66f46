import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { ComponentResource } from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import * as exported from "../components/index";

const root = resolve(__dirname, "..");

/** The components that the package exports. */
export const components = Object.entries(exported)
    .filter(([, value]) => typeof value === "function" && value.prototype instanceof ComponentResource)
    .map(([name]) => name);

/** The Pulumi schema of the components, read off their sources. */
export function componentSchema() {
    const { name, description } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        name: string;
        description: string;
    };
    // Of no manifest, so that the entry point is index.ts.
    const analyzer = new Analyzer(join(root, "components"), name, {}, new Set(components));
    const { components: found, typeDefinitions, dependencies } = analyzer.analyze();
    // The version is the package's, and added where the schema is served.
    return { ...generateSchema(name, "", description, found, typeDefinitions, dependencies), version: undefined };
}
