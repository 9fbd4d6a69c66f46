/** The packages as users get them: packed, unpacked elsewhere, installed there. Needs npm's registry or its cache. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../sandbox/run";
import { startAnalyzer } from "./analyzer";
import { inFolder, npm, pack, quiet, root, versionOf } from "./packed";
import { deployment, privileged } from "./subjects";

jest.setTimeout(300_000);

const program = `
import * as hardened from "hardened-containers";

const shop = new hardened.Namespace("shop");

export const web = new hardened.Deployment("web", {
    namespace: shop.name,
    image: "registry.example.com/shop/web:5.0.0@sha256:${"0".repeat(64)}",
    memory: "128Mi",
    ports: [8443],
    allowFrom: [{ namespace: "ingress", ports: [8443] }],
}).name;
`;
/** As Pulumi's templates have it: today's, in which all declarations are checked, and the one before. */
const compilers = Object.fromEntries(
    [
        { module: "nodenext", moduleResolution: "nodenext", skipLibCheck: false },
        { module: "commonjs", moduleResolution: "node10", skipLibCheck: true },
    ].map((options) => [
        `tsconfig.${options.module}.json`,
        {
            compilerOptions: { target: "es2020", strict: true, noEmit: true, types: ["node"], ...options },
            files: ["index.ts"],
        },
    ]),
);

describe("the policy pack", () => {
    let packed: ReturnType<typeof pack>;
    beforeAll(() => {
        packed = pack(join(root, "policypack"));
    });

    test("npm pack prints one line, the name of the file, as pulumi policy publish expects", () => {
        expect(packed.printed).toBe(`hardened-containers-policies-${versionOf("policypack")}.tgz\n`);
    });

    test("has what it needs, and no sources or leftovers of the build", () => {
        const list = execFileSync("tar", ["-tzf", packed.tarball], { encoding: "utf8" }).trim().split("\n");
        expect(list).toEqual(
            expect.arrayContaining(
                [
                    "PulumiPolicy.yaml",
                    "package.json",
                    "README.md",
                    "SETTINGS.md",
                    "presets/hardened.json",
                    "dist/index.js",
                ].map((file) => `package/${file}`),
            ),
        );
        expect(list.filter((file) => /(?<!\.d)\.ts$|tsbuildinfo|node_modules/.test(file))).toEqual([]);
    });

    test("unpacked and installed in place, starts as the engine starts it, and blocks", async () => {
        execFileSync("tar", ["-xzf", packed.tarball, "-C", inFolder()]);
        const place = inFolder("package");
        npm(place, "install", "--omit=dev", ...quiet);
        expect(readFileSync(join(place, "PulumiPolicy.yaml"), "utf8")).toContain("typescript: false");
        expect(existsSync(join(place, "node_modules", "@pulumi", "kubernetes"))).toBe(false);
        const analyzer = await startAnalyzer(place);
        try {
            expect((await analyzer.analyze(deployment())).diagnostics).toEqual([]);
            expect((await analyzer.analyze(deployment(privileged))).diagnostics).toMatchObject([
                { policy: "no-privileged", level: "mandatory" },
            ]);
            // The hooks into the SDK reach the SDK that is installed there.
            await analyzer.configure({ "no-such-policy": {} });
            const { diagnostics, notApplicable } = await analyzer.analyze({ type: "a:b:C", props: {} });
            expect(diagnostics.map(({ message }) => message).join()).toContain("There is no policy no-such-policy");
            expect(notApplicable).toContain("no-privileged");
        } finally {
            await analyzer.stop();
        }
    });
});

describe("an application team's project", () => {
    let project: string;
    beforeAll(() => {
        project = inFolder("project");
        mkdirSync(project);
        const files = {
            "package.json": JSON.stringify({ name: "project", private: true }),
            "Pulumi.yaml": "name: project\nruntime: nodejs\n",
            "index.ts": program,
            ...Object.fromEntries(Object.entries(compilers).map(([name, options]) => [name, JSON.stringify(options)])),
        };
        for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
        const tarballs = [pack(join(root, "policypack")), pack(root, "--ignore-scripts")].map(({ tarball }) => tarball);
        // The peers are programs' own, and large: linked, not fetched.
        npm(project, "install", "--legacy-peer-deps", ...quiet, ...tarballs);
        const scope = join(project, "node_modules", "@pulumi");
        for (const peer of ["kubernetes", "aws", "pulumi"]) {
            rmSync(join(scope, peer), { recursive: true, force: true });
            symlinkSync(join(root, "node_modules", "@pulumi", peer), join(scope, peer));
        }
        for (const tool of ["@types", "typescript"]) {
            const place = join(project, "node_modules", tool);
            if (!existsSync(place)) symlinkSync(join(root, "node_modules", tool), place);
        }
    });

    test("gets both packages, and what the first one exports", () => {
        expect(readdirSync(join(project, "node_modules"))).toEqual(
            expect.arrayContaining(["hardened-containers", "hardened-containers-policies"]),
        );
        const print =
            'console.log(JSON.stringify([Object.keys(require("hardened-containers")), Object.keys(require.cache)]))';
        const [exported, loaded] = JSON.parse(
            execFileSync(process.execPath, ["-e", print], { cwd: project, encoding: "utf8" }),
        ) as [string[], string[]];
        expect(loaded.filter((path) => /dist.plugin\.js$|schema\.json$/.test(path))).toEqual([]);
        const built = jest.requireActual<object>(join(root, "components", "dist"));
        expect(exported.sort()).toEqual(Object.keys(built).sort());
    });

    test.each(Object.keys(compilers))("has types that compile with %s", (name) => {
        const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
        const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", name], { cwd: project, encoding: "utf8" });
        expect([status, stdout]).toEqual([0, ""]);
    });

    test("of ten lines previews with the pack, which finds nothing", async () => {
        const policyPack = join(project, "node_modules", "hardened-containers-policies");
        const { exitCode, output, policies, steps } = await run({ command: "preview", program: project, policyPack });
        expect(exitCode === 0 ? "" : output).toBe("");
        expect(policies).toEqual([]);
        expect(steps.filter(({ type }) => type === "kubernetes:apps/v1:Deployment")).toHaveLength(1);
    });

    test("has all that a plugin for other languages needs", async () => {
        const place = join(project, "node_modules", "hardened-containers", "components");
        expect(readFileSync(join(place, "PulumiPlugin.yaml"), "utf8")).toContain("runtime: nodejs");
        // What Pulumi's Node.js language host loads: it says its port, and waits for the engine.
        const runPlugin = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin");
        const child = spawn(process.execPath, [runPlugin, place], { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
        const said = await new Promise<string>((resolve) => {
            for (const stream of [child.stdout, child.stderr])
                stream.once("data", (data) => {
                    resolve(String(data));
                });
        });
        child.kill();
        expect(said).toMatch(/^\d+\n$/);
    });
});
