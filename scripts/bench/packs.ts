/** The packs that this one is compared with, as their authors would write them. */
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..", "..");

function pack(name: string, source: string): string {
    const folder = mkdtempSync(join(tmpdir(), `${name}-pack-`));
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    writeFileSync(join(folder, "index.js"), source);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    return folder;
}

/** A pack with one rule for resources and one for stacks, which look at one property. */
export function oneRulePack(): string {
    return pack(
        "one-rule",
        `const { PolicyPack } = require("@pulumi/policy");
const seen = (props) => props.apiVersion === "never";
new PolicyPack("one-rule", { policies: [
    { name: "resource", description: "One rule", enforcementLevel: "mandatory",
      validateResource: (args, report) => { if (seen(args.props)) report("found"); } },
    { name: "stack", description: "One rule", enforcementLevel: "mandatory",
      validateStack: (args, report) => { for (const { props } of args.resources) if (seen(props)) report("found"); } },
] });
`,
    );
}

/** What the sixty rules ask of each container. */
const questions = [
    "container.securityContext?.privileged === true",
    "container.securityContext?.readOnlyRootFilesystem !== true",
    "container.securityContext?.allowPrivilegeEscalation !== false",
    'container.image?.endsWith(":never")',
    "container.resources?.limits?.memory === undefined",
    "container.ports?.some(({ hostPort }) => hostPort > 0)",
];

/** A pack of sixty rules for resources, in the form that Pulumi's documentation shows: one object each, typed helpers. */
export function sixtyRulesPack(): string {
    const policies = Array.from(
        { length: 60 },
        (_, number) => `{ name: "rule-${number}", description: "Rule ${number}", enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(kubernetes.apps.v1.Deployment, (deployment, args, report) => {
          for (const container of deployment.spec?.template?.spec?.containers ?? []) {
              if (${questions[number % questions.length] ?? ""}) report(container.name + " breaks rule ${number}");
          }
      }) },`,
    );
    return pack(
        "sixty-rules",
        `const kubernetes = require("@pulumi/kubernetes");
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
new PolicyPack("sixty-rules", { policies: [
    ${policies.join("\n    ")}
] });
`,
    );
}
