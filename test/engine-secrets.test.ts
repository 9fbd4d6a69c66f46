/** What the real engine sends of secrets, from each way to declare a Secret, and what the pack makes of it. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCli } from "../sandbox/cli";
import { inSandbox, policyPack, sdk } from "./program";

const program = `
    const k8s = ${sdk("kubernetes")};
    const pulumi = ${sdk("pulumi")};
    const metadata = (name) => ({ name, namespace: "shop" });
    const raw = (name, props) => new pulumi.CustomResource("kubernetes:core/v1:Secret", name,
        { apiVersion: "v1", kind: "Secret", metadata: metadata(name), ...props });
    // Whose marks the SDK sets, or the user.
    const typed = new k8s.core.v1.Secret("typed", { metadata: metadata("typed"), stringData: { a: "one" } });
    new k8s.core.v1.Secret("unknown", { metadata: metadata("unknown"), stringData: { a: typed.id } });
    new k8s.core.v1.SecretPatch("patch", { metadata: metadata("typed"), stringData: { b: "two" } });
    new k8s.yaml.ConfigGroup("yaml", { yaml: "{apiVersion: v1, kind: Secret, metadata: {name: yaml, namespace: shop}, stringData: {a: x}}" });
    raw("raw-marked", { stringData: { a: pulumi.secret("three") } });
    new k8s.core.v1.SecretList("list-marked", { items: [{ metadata: metadata("in-list"), stringData: pulumi.secret({ a: "x" }) }] });
    // Those that nobody marks.
    raw("raw", { stringData: { a: "four" } });
    raw("raw-unknown", { stringData: { a: typed.id } });
    new k8s.apiextensions.CustomResource("custom", { apiVersion: "v1", kind: "Secret", metadata: metadata("custom"), stringData: { a: "five" } });
    new k8s.core.v1.SecretList("list", { items: [{ metadata: metadata("in-list"), stringData: { a: "six" } }] });
    new k8s.core.v1.Secret("transformed", { metadata: metadata("transformed"), stringData: { a: "seven" } },
        { transforms: [({ props, opts }) => ({ props: { ...props, stringData: { a: "seven" } }, opts })] });
`;

const unmarked = [
    "custom: stringData.a",
    "list: items[in-list].stringData.a",
    "raw: stringData.a",
    "transformed: stringData.a",
];

describe("Secrets", () => {
    const { folder, sandbox } = inSandbox("secrets", program);

    const found = (
        policies: { policy: string; level: string; message: string; urn?: string }[],
        level: string,
    ): string[] =>
        policies
            .filter((each) => each.policy === "no-plaintext-secret" && each.level === level)
            .map(({ message, urn = "" }) => `${urn.split("::").pop() ?? ""}: ${message.split("\n")[1] ?? ""}`)
            .map((line) => line.replace(" arrived without Pulumi's secret mark", ""))
            .sort();

    test("at preview those that nobody marks are findings, and what may not be marked is undecided", async () => {
        const { policies } = await sandbox().run("preview", { policyPack });
        expect(found(policies, "mandatory")).toEqual(unmarked);
        expect(found(policies, "advisory")).toEqual(["raw-unknown: cannot be decided before stringData.a is known"]);
    });

    test("at update the values are known; a state that was exported says the same", async () => {
        const policyPackConfig = { "no-plaintext-secret": "advisory" };
        const { exitCode, policies } = await sandbox().run("up", { policyPack, policyPackConfig, skipPreview: true });
        expect(exitCode).toBe(0);
        const all = [...unmarked, "raw-unknown: stringData.a"].sort();
        expect(found(policies, "advisory")).toEqual(all);

        writeFileSync(join(folder, "state.json"), await sandbox().export());
        const cli = await findCli();
        const args = ["policy", "analyze", "--file", join(folder, "state.json"), "--policy-pack", policyPack, "--json"];
        const { stdout } = spawnSync(cli.command, args, {
            cwd: folder,
            env: {
                ...process.env,
                ...cli.env,
                PULUMI_HOME: folder,
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_CONFIG_PASSPHRASE: "sandbox",
            },
            encoding: "utf8",
        });
        const events = stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as { policyEvent?: Record<string, string> });
        const analyzed = events.flatMap(({ policyEvent: it }) =>
            it === undefined
                ? []
                : [
                      {
                          policy: it.policyName ?? "",
                          level: it.enforcementLevel ?? "",
                          message: it.message ?? "",
                          urn: it.resourceUrn ?? "",
                      },
                  ],
        );
        expect(found(analyzed, "mandatory")).toEqual(all);
    });
});
