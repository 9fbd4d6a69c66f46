/** What Pulumi's engine runs to offer the components to other languages; programs in TypeScript never load it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider";
import * as exported from "./index";

const root = join(__dirname, "..", "..");
const read = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), "utf8")) as object;
const { version } = read("package.json") as { version: string };

/** Written by `npm run generate`: to read it off the sources takes the compiler, many seconds and all of the SDKs. */
const schema = read("components", "schema.json") as {
    resources: Record<string, { properties: Record<string, unknown> }>;
};

type Component = new (
    name: string,
    args: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource & Record<string, pulumi.Input<unknown>>;

function construct(name: string, type: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    const component = (exported as unknown as Record<string, Component | undefined>)[type.split(":")[2] ?? ""];
    const described = schema.resources[type];
    if (component === undefined || described === undefined) throw new Error(`There is no component ${type}.`);
    const made = new component(name, args, opts);
    const state = Object.fromEntries(Object.keys(described.properties).map((output) => [output, made[output]]));
    return Promise.resolve({ urn: made.urn, state });
}

void main(
    { version, getSchema: () => Promise.resolve(JSON.stringify({ ...schema, version })), construct },
    process.argv.slice(2),
);
