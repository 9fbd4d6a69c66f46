import { controls } from "hardened-containers-policies/controls";
import { schema, unknowns } from "hardened-containers-policies/settings-schema";
import { newest, supported } from "hardened-containers-policies/versions";
import { presets } from "./presets";

/** The part of a JSON schema that the documentation shows. */
interface Shown {
    type?: string;
    enum?: readonly string[];
    default?: unknown;
    description?: string;
    items?: Shown;
    properties?: Record<string, Shown>;
    additionalProperties?: Shown | boolean;
    required?: readonly string[];
    minimum?: number;
}

/** The reference of all settings. */
export function settingsReference(): string {
    const first = supported.at(0) ?? newest;
    const own = controls.filter(({ settings }) => settings !== undefined);
    return `<!-- Written by \`npm run generate\` from the settings themselves. -->

# Settings of the policy pack

One file in JSON configures the pack, for \`--policy-pack-config\` as for a policy group of Pulumi Cloud: of each policy its level (\`enforcementLevel\`: \`mandatory\`, \`advisory\`, \`disabled\`, \`remediate\`) and its settings.

${json({
    settings: { enforcementLevel: "mandatory", kubernetesVersion: `1.${first} - 1.${newest}`, maxWaiverDays: 180 },
    "memory-limit": { enforcementLevel: "mandatory" },
    "image-digest": { enforcementLevel: "disabled" },
})}

## Presets

| file | |
| --- | --- |
${Object.entries(presets)
    .map(([name, { description }]) => `| \`presets/${name}.json\` | ${description} |`)
    .join("\n")}

A preset names every policy with its level, and is a file to use as it is or to copy and change:

\`\`\`sh
pulumi preview --policy-pack node_modules/hardened-containers-policies --policy-pack-config node_modules/hardened-containers-policies/presets/hardened.json
\`\`\`

## What comes first

1. A level: what the file says for the policy, before what it says for \`all\`, before the control's own.
2. How a control reports what it cannot decide: its own \`unknowns\`, before \`unknowns\` or, over the whole stack, \`stackUnknowns\` of the pack; never above the control's level.
3. The level of Pod Security that pods are held to: that of the first of \`namespaces\` whose pattern their namespace matches, before \`podSecurityLevel\`.
4. The Kubernetes version: what the label \`pod-security.kubernetes.io/enforce-version\` pins a namespace to and the versions of the EKS clusters that the program creates, before \`kubernetesVersion\`, before every version that upstream supports.

A policy or setting that does not exist and a value that is not valid stop the deployment: Pulumi itself refuses a value of the wrong type, the pack names the rest in the name of the policy \`settings\`, with the nearest name there is. That one setting then has its default; all others hold. \`settings\` holds whatever its level is, also \`disabled\`.

## Settings of the whole pack

They are those of the policy \`settings\`.

${table(schema as Record<string, Shown>)}

${json({
    settings: {
        podSecurityLevel: "restricted",
        namespaces: [
            { pattern: "monitoring", level: "privileged", reason: "the node exporter reads the node", by: "platform" },
        ],
        waivers: "granted",
        grants: [
            {
                control: "no-host-ports",
                ...{ project: "edge", stack: "prod-*", resource: "proxy", container: "envoy" },
                ...{ reason: "no load balancer in the branch offices", until: "2027-03-31", by: "platform" },
            },
        ],
        assume: ["namespaces"],
        baseline: {
            "image-tag": ["urn:pulumi:prod::shop::kubernetes:apps/v1:Deployment::web"],
        },
    },
})}

${["namespaces", "grants"].map((name) => nested(name, (schema as Record<string, Shown>)[name]?.items ?? {})).join("\n\n")}

## Settings of each control

${table({ unknowns: unknowns })}

These controls have more:

${own.map(({ id, settings }) => `### ${id}\n\n${table(settings as Record<string, Shown>)}`).join("\n\n")}

${json(Object.fromEntries(own.map(({ id, settings }) => [id, exampleOf(id, settings as Record<string, Shown>)])))}
`;
}

/** Settings as a table. */
export function table(settings: Record<string, Shown>): string {
    const rows = Object.entries(settings).map(([name, setting]) => {
        const { default: value, description = "" } = setting;
        return `| \`${name}\` | ${typeOf(setting)} | ${value === undefined ? "" : `\`${JSON.stringify(value)}\``} | ${description} |`;
    });
    return ["| setting | type | default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function typeOf({ type = "", enum: values, items, minimum }: Shown): string {
    if (values !== undefined) return values.map((each) => `\`${each}\``).join(" or ");
    if (items !== undefined) return `list of ${typeOf(items)}${items.enum ? "" : "s"}`;
    return minimum === undefined ? type : `${type} from ${minimum} on`;
}

function nested(name: string, { properties = {}, required = [] }: Shown): string {
    const rows = Object.entries(properties).map(([key, property]) => {
        const needed = required.includes(key) ? "required" : "";
        return `| \`${key}\` | ${typeOf(property)} | ${needed} | ${property.description ?? ""} |`;
    });
    return [`Each of \`${name}\`:`, ["| | type | | |", "| --- | --- | --- | --- |", ...rows].join("\n")].join("\n\n");
}

/** What a control's own examples set. */
function exampleOf(id: string, settings: Record<string, Shown>): Record<string, unknown> {
    const examples = controls.filter((control) => control.id === id).flatMap(({ good, bad }) => [...good, ...bad]);
    const set = (name: string) =>
        examples.find(({ settings: own }) => own && name in own)?.settings as Shown | undefined;
    return Object.fromEntries(
        Object.keys(settings).map((name) => [name, (set(name) as Record<string, unknown>)[name]]),
    );
}

function json(value: unknown): string {
    return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
}
