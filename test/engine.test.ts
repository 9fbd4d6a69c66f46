import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { findCli } from "../sandbox/cli";
import { writePlugins } from "../sandbox/plugins";
import { openSandbox, type Sandbox } from "../sandbox/run";
import { commandLine } from "./program";

const root = join(__dirname, "..");
const policyPack = join(root, "policypack");
const insecure = join(root, "examples", "insecure");

async function within<T>(program: string, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
    const sandbox = await openSandbox({ program });
    try {
        return await use(sandbox);
    } finally {
        sandbox.close();
    }
}

test("the insecure example is refused at preview, with a sentence for each fault", async () => {
    await within(insecure, async (sandbox) => {
        const { exitCode, output, policies } = await sandbox.run("preview", { policyPack });
        expect(exitCode).not.toBe(0);
        expect(output).toContain("spec.template.spec.containers[web] is privileged");
        const mandatory = policies.filter(({ level }) => level === "mandatory").map(({ policy }) => policy);
        expect([...new Set(mandatory)].sort()).toEqual([
            "default-capabilities",
            "default-deny-egress",
            "default-deny-ingress",
            "drop-all-capabilities",
            "ecr-immutable-tags",
            "ecr-scan-on-push",
            "image-tag",
            "no-allow-all-rule",
            "no-host-namespaces",
            "no-host-path",
            "no-host-ports",
            "no-known-credential",
            "no-privilege-escalation",
            "no-privileged",
            "no-public-ecr-policy",
            "no-static-store-credentials",
            "non-root-user",
            "pod-security-enforce",
            "run-as-non-root",
            "seccomp-profile",
        ]);
        const deny = policies.find(({ policy }) => policy === "default-deny-ingress");
        expect(deny?.urn).toMatch(/kubernetes:core\/v1:Namespace::shop$/);
        expect(output).toContain("env[DATABASE_URL].value holds a password in a URL");
        const source = readFileSync(join(insecure, "index.ts"), "utf8");
        const [, password = ""] = /:\/\/shop:([^@]+)@/.exec(source) ?? [];
        expect(password).toMatch(/^.{8,}$/);
        expect(output).not.toContain(password);
    });
});

test("the hardened example passes preview, update and a second preview without a finding or a change", async () => {
    await within(root, async (sandbox) => {
        // The images are in repositories that have no URL yet.
        const previewed = await sandbox.run("preview", { policyPack });
        const said = previewed.policies.filter(({ message }) => !message.includes("cannot be decided before"));
        expect({ exitCode: previewed.exitCode, said }).toEqual({ exitCode: 0, said: [] });
        const { exitCode, policies } = await sandbox.run("up", { policyPack, skipPreview: true });
        expect({ exitCode, policies }).toEqual({ exitCode: 0, policies: [] });
        const again = await sandbox.run("preview", { policyPack });
        expect(again.steps.filter(({ op }) => op !== "same")).toEqual([]);
        expect(again.policies).toEqual([]);
        const resources = await sandbox.resources();
        expect(resources.filter(({ type }) => type === "kubernetes:apps/v1:Deployment")).toHaveLength(2);
    });
});

test("an image built in the same stack beside a privileged container: preview fails with the mandatory violation", async () => {
    const program = mkdtempSync(join(tmpdir(), "hardened-unknown-"));
    writeFileSync(join(program, "Pulumi.yaml"), "name: unknown\nruntime: nodejs\n");
    writeFileSync(
        join(program, "index.js"),
        `const [pulumi, kubernetes] = ["pulumi", "kubernetes"].map((name) => require(${JSON.stringify(join(root, "node_modules", "@pulumi"))} + "/" + name));
         class Image extends pulumi.CustomResource {
             constructor(name, args) { super("docker-build:index:Image", name, { ...args, ref: undefined }); }
         }
         const tags = ["registry.example.com/shop/web:1"];
         const built = new Image("web", { push: true, tags, context: { location: "." }, dockerfile: { inline: "FROM scratch" } }).ref;
         const containers = [{ name: "built", image: built }, { name: "bad", image: "a:1", securityContext: { privileged: true } }];
         new kubernetes.core.v1.Pod("pod", { metadata: { name: "pod", namespace: "shop" }, spec: { containers } });`,
    );
    try {
        await within(program, async (sandbox) => {
            const { exitCode, policies } = await sandbox.run("preview", { policyPack });
            expect(exitCode).not.toBe(0);
            const of = (id: string) =>
                policies.filter(({ policy }) => policy === id).map(({ level, message }) => [level, message]);
            expect(of("no-privileged")).toEqual([
                ["mandatory", "Containers are not privileged\nspec.containers[bad] is privileged"],
            ]);
            expect(of("image-tag")).toEqual([
                ["advisory", expect.stringContaining("cannot be decided before spec.containers[built].image is known")],
            ]);
        });
    } finally {
        rmSync(program, { recursive: true });
    }
});

test("the configuration sets levels, and what is misspelt in it is an error that names it", async () => {
    await within(insecure, async (sandbox) => {
        const all = Object.fromEntries(controls.map(({ id }) => [id, "advisory"]));
        const advisory = await sandbox.run("preview", { policyPack, policyPackConfig: all });
        expect(advisory.exitCode).toBe(0);
        expect(new Set(advisory.policies.map(({ level }) => level))).toEqual(new Set(["advisory"]));
        const policyPackConfig = { settings: { kubernetesVersions: "1.35" } };
        const misspelt = await sandbox.run("preview", { policyPack, policyPackConfig });
        expect(misspelt.exitCode).not.toBe(0);
        expect(misspelt.output).toContain("kubernetesVersions");
    });
});

test("Pulumi's own command line, as a user types it, previews the repository's program with the pack", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hardened-plain-"));
    const pulumi = await commandLine(folder, root);
    try {
        writePlugins(join(folder, "home"), root);
        expect(pulumi("stack", "init", "plain").status).toBe(0);
        const { status, stdout } = pulumi("preview", "--stack", "plain", "--policy-pack", "policypack");
        expect(status === 0 ? "" : stdout).toBe("");
        expect(stdout).toMatch(/hardened-containers@v[\d.]+ \(local: policypack\)/);
    } finally {
        rmSync(folder, { recursive: true });
        rmSync(join(root, "Pulumi.plain.yaml"), { force: true });
    }
});

test("what exists is audited from an exported state, without its program", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hardened-audit-"));
    try {
        await within(insecure, async (sandbox) => {
            expect((await sandbox.run("up", { skipPreview: true })).exitCode).toBe(0);
            writeFileSync(join(folder, "state.json"), await sandbox.export());
        });
        const cli = await findCli();
        const args = ["policy", "analyze", "--file", join(folder, "state.json"), "--policy-pack", policyPack, "--json"];
        const { status, stdout } = spawnSync(cli.command, args, {
            cwd: folder,
            env: { ...process.env, ...cli.env, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" },
            encoding: "utf8",
        });
        expect(status).not.toBe(0);
        expect(stdout).toContain("no-privileged");
        expect(stdout).toContain("default-deny-ingress");
    } finally {
        rmSync(folder, { recursive: true });
    }
});
