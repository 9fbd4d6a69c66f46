/** The components for other languages: the plugin as the engine starts it, in the real engine. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isUnknown } from "hardened-containers-policies/unknown";
import { findCli } from "../sandbox/cli";
import { openSandbox, type Sandbox } from "../sandbox/run";

const root = resolve(__dirname, "..");
const policyPack = join(root, "policypack");
const secret = "4dabf18193072939515e22adb298388d";

const plugin = join(root, "components");

let sandbox: Sandbox;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
beforeAll(async () => {
    sandbox = await openSandbox({ program: join(__dirname, "plugin") });
    const folder = join(sandbox.folder, "home", "plugins", `resource-hardened-containers-v${version}`);
    mkdirSync(folder);
    // The engine finds a PulumiPlugin.yaml there, and has the language host run what the package.json names.
    copyFileSync(join(plugin, "PulumiPlugin.yaml"), join(folder, "PulumiPlugin.yaml"));
    const { main } = JSON.parse(readFileSync(join(plugin, "package.json"), "utf8")) as { main: string };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ main: relative(folder, join(plugin, main)) }));
});
afterAll(() => {
    sandbox.close();
});

/** The arguments that the program takes from its configuration, which the stack keeps. */
const good = { image: `registry.example.com/web@sha256:${"a1".repeat(32)}`, cidr: "10.0.0.0/8", waivers: "[]" };
const containerOf = (inputs: unknown) =>
    (inputs as { spec: { template: { spec: { containers: [{ env: object[]; securityContext: object }] } } } }).spec
        .template.spec.containers[0];

test("Pulumi's command line gets the schema from it, with the package's version", async () => {
    const { command, env } = await findCli();
    const home = { ...process.env, ...env, PULUMI_HOME: join(sandbox.folder, "home") };
    const printed = execFileSync(command, ["package", "get-schema", plugin], { env: home, encoding: "utf8" });
    const shipped = JSON.parse(readFileSync(join(root, "components", "schema.json"), "utf8")) as object;
    expect(JSON.parse(printed)).toMatchObject({ name: "hardened-containers", version });
    const { resources } = JSON.parse(printed) as { resources: object };
    expect(Object.keys(resources)).toEqual(Object.keys((shipped as { resources: object }).resources));
});

test("the engine makes the components' resources, which the pack finds nothing in", async () => {
    const { exitCode, steps, policies, output } = await sandbox.run("preview", { policyPack, config: good });
    expect(exitCode === 0 ? "" : output).toBe("");
    expect(policies.filter(({ message }) => !message.includes("cannot be decided"))).toEqual([]);
    const made = steps.map(({ type, urn }) => `${type} ${urn.split("::").at(-1) ?? ""}`);
    expect(made).toEqual(
        expect.arrayContaining([
            "hardened-containers:index:Namespace shop",
            "kubernetes:core/v1:Namespace shop-namespace",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-default-deny",
            "hardened-containers:index:Deployment web",
            "kubernetes:apps/v1:Deployment web-deployment",
            "kubernetes:core/v1:ServiceAccount web-service-account",
        ]),
    );
    const deployment = steps.find(({ urn }) => urn.endsWith("::web-deployment"));
    expect(deployment?.urn).toContain("hardened-containers:index:Deployment$kubernetes:apps/v1:Deployment");
    const { env, securityContext } = containerOf(deployment?.inputs);
    expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    const [later, , plain] = env as { value: unknown }[];
    expect([isUnknown(later?.value), plain?.value]).toEqual([true, "plain"]);
    const quota = steps.find(({ urn }) => urn.endsWith("::shop-quota"))?.inputs;
    expect(quota).toMatchObject({ spec: { hard: { pods: "7" } } });
});

test.each([
    ["an argument", "image", "nginx", 'Deployment web: argument image ("nginx") names neither a digest nor a tag'],
    [
        "the value of an output",
        "cidr",
        "10.0.0.1/8",
        'Deployment web: argument allowTo.cidr ("10.0.0.1/8") is ambiguous',
    ],
])("%s that is refused is an error with our sentence", async (_, key, value, sentence) => {
    const { exitCode, output } = await sandbox.run("preview", { config: { ...good, [key]: value } });
    expect([exitCode === 0, output]).toEqual([false, expect.stringContaining(sentence)]);
});

test("a waiver is requested, and one that is wrong refused", async () => {
    const waivers = (until: string) => JSON.stringify([{ control: "no-service-links", until, reason: "old program" }]);
    const { exitCode, steps } = await sandbox.run("preview", { config: { ...good, waivers: waivers("2999-12-31") } });
    expect(exitCode).toBe(0);
    expect(steps.find(({ urn }) => urn.endsWith("::web-deployment"))?.inputs).toMatchObject({
        metadata: {
            annotations: { "waive.hardened-containers/no-service-links": "until=2999-12-31 reason=old program" },
        },
    });
    const { output } = await sandbox.run("preview", { config: { ...good, waivers: waivers("2020-12-31") } });
    expect(output).toContain("Deployment web: argument waivers[no-service-links] ended on 2020-12-31.");
});

test("what is secret is so in the state, and the outputs are the components'", async () => {
    const { exitCode, output } = await sandbox.run("up", { config: good, skipPreview: true });
    expect(exitCode === 0 ? "" : output).toBe("");
    expect(output).toMatch(/name\s*: "web"/);
    const deployment = (await sandbox.resources()).find(({ urn }) => urn.endsWith("::web-deployment"));
    expect(containerOf(deployment?.inputs).env).toMatchObject([
        { name: "LATER", value: expect.any(String) as string },
        { name: "PASSWORD", value: { [secret]: expect.any(String) as string } },
        { name: "PLAIN", value: "plain" },
    ]);
    expect(await sandbox.export()).not.toContain("hunter2");
});
