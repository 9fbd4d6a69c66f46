import type { Control, Rule, Setting } from "hardened-containers-policies/control";
import { folders } from "hardened-containers-policies/controls";
import { judge, judgeStack, type Judgement } from "hardened-containers-policies/judge";
import { newest, supported } from "hardened-containers-policies/versions";
import { codeOf, telling } from "./example-code";
import { table } from "./settings-reference";

/** The documentation of the policy pack. */
export async function packReadme(): Promise<string> {
    const parts = [intro()];
    for (const [folder, controls] of Object.entries(folders)) {
        parts.push(`## ${titleOf(folder)}`);
        for (const control of controls) parts.push(await section(control));
    }
    return `${parts.join("\n\n")}\n`;
}

/** The controls a folder in a row, for the project's own README. */
export function controlTable(): string {
    const levels = ["mandatory", "advisory", "disabled"] as const;
    const used = levels.filter((level) =>
        Object.values(folders)
            .flat()
            .some((control) => control.level === level),
    );
    const rows = Object.entries(folders).map(([folder, controls]) => [
        folder,
        ...used.map((level) =>
            controls
                .filter((control) => control.level === level)
                .map(({ id, severity }) => {
                    const link = `[${id}](policypack/README.md#${id})`;
                    return severity === "critical" ? `**${link}**` : link;
                })
                .join(", "),
        ),
    ]);
    return [["critical ones in bold", ...used], ["---", ...used.map(() => "---")], ...rows]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n");
}

function titleOf(folder: string): string {
    return folder.charAt(0).toUpperCase() + folder.slice(1);
}

function intro(): string {
    const first = supported.at(0) ?? newest;
    return `<!-- Written by \`npm run generate\` from the controls themselves. -->

# hardened-containers-policies

A CrossGuard policy pack that stops insecure containers at \`pulumi preview\`: what, where, and how to put it right. One policy is one control; all of them are listed below.

## Use

In one project, from a folder or from an installed package:

\`\`\`sh
npm install --save-dev hardened-containers-policies
pulumi preview --policy-pack node_modules/hardened-containers-policies --policy-pack-config policies.json
\`\`\`

For a whole organisation, from this folder: \`pulumi policy publish <organisation>\`, then \`pulumi policy enable\`.

\`policies.json\` gives policies another level (\`mandatory\`, \`advisory\`, \`disabled\`, or \`remediate\`: see [REMEDIATION.md](REMEDIATION.md)) and the pack its settings. A name or a value that means nothing is an error.

\`\`\`json
{
  "settings": { "kubernetesVersion": "1.${first} - 1.${newest}", "podSecurityLevel": "restricted" },
  "memory-limit": "mandatory",
  "image-digest": "disabled"
}
\`\`\`

All settings, the presets (\`baseline\`, \`restricted\`, \`hardened\`) and what comes first where several say something are in [SETTINGS.md](SETTINGS.md).

## What it judges, and what it cannot see

- A value that is not known at preview hides no violation: what holds whatever the value turns out to be is reported at the control's own level, what depends on it as an advisory that names the path. At update each resource is judged again before it is created, with everything known.
- Controls over the whole stack (${overStack().join(", ")}) stop a preview. At an update Pulumi runs them after the change.
- Whoever runs Pulumi against a backend of their own can leave a policy pack out. Only admission in the cluster is a boundary.

| never seen | |
| --- | --- |
| \`pulumi import\` | calls no policy |
| \`--target\` | all other resources are judged by their old inputs |
| \`ignoreChanges\` | the old value is judged |
| what a resource makes of its inputs | such as the objects of a Helm release, or of an operator |`;
}

function overStack(): string[] {
    return Object.values(folders)
        .flat()
        .filter(({ on, across }) => on.scope === "stack" || across !== undefined)
        .map(({ id }) => `[${id}](#${id})`);
}

async function section(control: Control): Promise<string> {
    const { id, title, level, severity, why, references, podSecurity, narrows, safe, across, settings } = control;
    const facts = [
        `**${level}**`,
        `severity ${severity}`,
        ...(podSecurity === undefined ? [] : [`part of Pod Security ${podSecurity}`]),
        ...references,
    ];
    const silent = narrows === undefined ? [] : [`Silent where [${narrows}](#${narrows}) reports the same.`];
    return [
        `### ${id}`,
        `${title}. ${[why, ...silent].join(" ")}`,
        facts.join(" · "),
        ...(await examples(control, control, "Does not pass")),
        ...(across === undefined ? [] : await examples(control, across, "Over the whole stack, does not pass")),
        ...(safe === undefined
            ? []
            : [
                  `The components set ${leaves(safe)
                      .map((leaf) => `\`${leaf}\``)
                      .join(", ")}.`,
              ]),
        ...(settings === undefined ? [] : [table(settings as Record<string, Setting>)]),
        `\`"${id}": "${level === "disabled" ? "mandatory" : "disabled"}"\` in the configuration switches it ${level === "disabled" ? "on" : "off"}.`,
    ].join("\n\n");
}

async function examples(control: Control, rule: Rule, lead: string): Promise<string[]> {
    const [bad, good] = [telling(rule.bad), telling(rule.good)];
    const standards = { level: bad.level ?? control.podSecurity ?? "restricted", versions: [bad.version ?? newest] };
    const resources = rule.on.embed({ ...bad });
    const judgement: Judgement =
        rule.on.scope === "stack"
            ? judgeStack(control, resources, standards)
            : judge(control, resources[0] as (typeof resources)[0], standards);
    const [finding] = judgement.findings;
    if (finding === undefined) throw new Error(`${control.id}: the bad example passes once it is in a resource`);
    const at = bad.version === undefined ? "" : ` with Kubernetes 1.${bad.version}`;
    return [
        `${lead}${at}:`,
        fenced(await codeOf(rule, bad)),
        `> ${finding.message}`,
        "Passes:",
        fenced(await codeOf(rule, good)),
    ];
}

function fenced(code: string): string {
    return `\`\`\`ts\n${code}\n\`\`\``;
}

/** The leaves of \`safe\` as \`securityContext.runAsNonRoot: true\`. */
function leaves(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return [`${path}: ${JSON.stringify(value)}`];
    return Object.entries(value).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}
