/** The command says of what the real engine writes just what the pack says when the engine runs it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PolicyEvent } from "../../sandbox/events";
import { writePlugins } from "../../sandbox/plugins";
import { openSandbox, type Sandbox } from "../../sandbox/run";
import { hardened, said } from "./run";
import { commandLine } from "../program";

const root = join(__dirname, "..", "..");
const policyPack = join(root, "policypack");
const insecure = join(root, "examples", "insecure");
const sdk = (name: string): string => `require(${JSON.stringify(join(root, "node_modules", "@pulumi", name))})`;
/** Values that are not known before the update, and secret ones. */
const unknowns = `
    const k8s = ${sdk("kubernetes")};
    const aws = ${sdk("aws")};
    const pulumi = ${sdk("pulumi")};
    const images = new aws.ecr.Repository("images", { name: "images" });
    const shop = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } });
    const metadata = { namespace: shop.metadata.name };
    const securityContext = { privileged: true };
    const containers = [
        { name: "built", image: pulumi.interpolate\`\${images.repositoryUrl}:1.0.0\`, securityContext },
        { name: "secret", image: pulumi.secret("nginx"), env: [{ name: "A", value: pulumi.secret("b") }] },
    ];
    new k8s.core.v1.Pod("web", { metadata, spec: { containers } });
    new k8s.core.v1.Secret("marked", { metadata, stringData: { a: "one" } });
    new pulumi.CustomResource("kubernetes:core/v1:Secret", "raw",
        { apiVersion: "v1", kind: "Secret", metadata, stringData: { a: shop.id, b: "four" } });
`;
// So that nothing ends the deployment before all is judged.
const config = { all: "advisory" };

let folder: string;
let program: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hardened-engine-"));
    program = join(folder, "program");
    mkdirSync(program);
    writeFileSync(join(program, "Pulumi.yaml"), "name: unknowns\nruntime: nodejs\n");
    writeFileSync(join(program, "index.js"), unknowns);
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});
async function within(folder: string, use: (sandbox: Sandbox) => Promise<void>): Promise<void> {
    const sandbox = await openSandbox({ program: folder });
    try {
        await use(sandbox);
    } finally {
        sandbox.close();
    }
}

/** What the command says of a text, in the form of the engine's events. */
function judged(name: string, text: string): string[] {
    const files = { [name]: text, "policies.json": JSON.stringify(config) };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    const { code, out, error } = hardened(
        "check",
        join(folder, name),
        "--config",
        join(folder, "policies.json"),
        "--format",
        "json",
    );
    if (code === 2) throw new Error(error);
    return said({ code, out, error })
        .map(({ policy, urn = "", message }) => `${policy} ${urn} ${message}`)
        .sort();
}
function told(policies: readonly PolicyEvent[]): string[] {
    // The title is a line of its own.
    return policies.map(({ policy, urn = "", message }) => `${policy} ${urn} ${message.replace(/^.*\n/, "")}`).sort();
}

/** The preview in JSON, as Pulumi's own command line prints it. */
async function previewed(): Promise<string> {
    const pulumi = await commandLine(folder, program);
    writePlugins(join(folder, "home"), program);
    // The name that the sandbox gives its stack, for the same URNs.
    expect(pulumi("stack", "init", "sandbox").status).toBe(0);
    return pulumi("preview", "--stack", "sandbox", "--json").stdout;
}

/** Whether a finding does not hang on the values of the container whose values are secret. */
const isReadable = (line: string): boolean => !/^(image-tag|image-digest|no-known-credential) .*::web /.test(line);
const withoutUrn = (line: string): string => line.replace(/ \S+ /, " ");

test("of a preview, in JSON and as a stream of events, with what is not known yet", async () => {
    await within(program, async (sandbox) => {
        const { policies } = await sandbox.run("preview", { policyPack, policyPackConfig: config });
        const expected = told(policies);
        for (const part of ["cannot be decided before", "containers[built] is privileged"]) {
            expect(expected.join("\n")).toContain(part);
        }
        const events = readFileSync(join(sandbox.folder, "events-1.json"), "utf8");
        for (const found of [judged("events.json", events), judged("preview.json", await previewed())]) {
            expect(found.filter(isReadable)).toEqual(expected.filter(isReadable));
            // Secrets are blinded here, and count as not known.
            expect(found.filter((line) => !isReadable(line)).map(withoutUrn)).toEqual([
                "image-digest cannot be decided before spec.containers[built].image, spec.containers[secret].image are known",
                "image-tag cannot be decided before spec.containers[built].image, spec.containers[secret].image are known",
                "no-known-credential cannot be decided before spec.containers[secret].env[A].value is known",
            ]);
        }
    });
});

test.each(["examples", "with secrets"])("of a stack export: %s", async (which) => {
    await within(which === "examples" ? insecure : program, async (sandbox) => {
        const { policies } = await sandbox.run("up", { policyPack, policyPackConfig: config, skipPreview: true });
        const expected = told(policies);
        expect(expected.length).toBeGreaterThan(10);
        expect(judged("shown.json", await sandbox.export({ showSecrets: true }))).toEqual(expected);
        const encrypted = judged("export.json", await sandbox.export());
        expect(encrypted.filter(isReadable)).toEqual(expected.filter(isReadable));
        // What is encrypted cannot be judged, and hides nothing else.
        const undecided = encrypted.filter((line) => line.includes("cannot be decided before"));
        expect(undecided.map(withoutUrn)).toEqual(
            which === "examples"
                ? []
                : [
                      "image-digest cannot be decided before spec.containers[secret].image is known",
                      "image-tag cannot be decided before spec.containers[secret].image is known",
                      "no-known-credential cannot be decided before spec.containers[secret].env[A].value is known",
                  ],
        );
    });
});
