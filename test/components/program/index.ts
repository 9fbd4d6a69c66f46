import { readFileSync } from "node:fs";
import * as hardened from "hardened-containers";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Components by the names of their classes, with arguments in which marks stand for outputs. */
const components = JSON.parse(readFileSync(process.env.COMPONENTS ?? "", "utf8")) as {
    kind: string;
    name: string;
    args: unknown;
}[];

/** Namespaces that components may be in, or connect. */
const homes = ["from-home", "to-home"].map((name) => [name, new hardened.Namespace(name).name] as const);

// An ID is not known before the resource has been created. The value may stand for the name of a Namespace, too.
const later = pulumi.all([new kubernetes.core.v1.ConfigMap("later", {}).id, ...homes.map(([, home]) => home)]);

/**
 * `{ $output }`, `{ $secret }` and `{ $later }` are values inside Outputs: known, secret, unknown at preview;
 * `{ $namespace }` is the output of a Namespace.
 */
function inputs(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inputs);
    if (typeof value !== "object" || value === null) return value;
    if ("$output" in value) return pulumi.output(value.$output);
    if ("$secret" in value) return pulumi.secret(value.$secret);
    if ("$namespace" in value) return new Map(homes).get(String(value.$namespace));
    if ("$later" in value) return later.apply(() => value.$later);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, inputs(child)]));
}

const classes = hardened as unknown as Record<string, new (name: string, args: unknown) => pulumi.ComponentResource>;

for (const { kind, name, args } of components) {
    const component = classes[kind];
    if (component === undefined) throw new Error(`there is no component ${kind}`);
    new component(name, inputs(args));
}
