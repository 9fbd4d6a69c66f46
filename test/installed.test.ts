/** The packages as users get them: packed, unpacked elsewhere, installed there. Needs npm's registry or its cache. */
import { execFileSync } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startAnalyzer } from "./analyzer";
import { deployment, privileged } from "./subjects";

const root = resolve(__dirname, "..");
const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
jest.setTimeout(300_000);

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "installed-"));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const npm = (cwd: string, ...args: string[]): string =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
/** The tarball of a package, and all that npm prints. */
function pack(cwd: string, ...args: string[]): { tarball: string; printed: string } {
    const printed = npm(cwd, "pack", "--pack-destination", folder, ...args);
    return { tarball: join(folder, printed.trim().split("\n").at(-1) ?? ""), printed };
}
const versionOf = (path: string): string =>
    (JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as { version: string }).version;

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
                ["PulumiPolicy.yaml", "package.json", "README.md", "dist/index.js"].map((file) => `package/${file}`),
            ),
        );
        expect(list.filter((file) => /(?<!\.d)\.ts$|tsbuildinfo|node_modules/.test(file))).toEqual([]);
    });

    test("unpacked and installed in place, starts as the engine starts it, and blocks", async () => {
        execFileSync("tar", ["-xzf", packed.tarball, "-C", folder]);
        const place = join(folder, "package");
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
            await expect(analyzer.configure({ "no-such-policy": {} })).rejects.toThrow("There is no policy");
            expect((await analyzer.analyze({ type: "a:b:C", props: {} })).notApplicable).toContain("no-privileged");
        } finally {
            await analyzer.stop();
        }
    });
});

test("both packages install in an empty project, which can use the components", () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true }));
    const tarballs = [pack(join(root, "policypack")), pack(root, "--ignore-scripts")].map(({ tarball }) => tarball);
    // The peers are programs' own, and large: linked, not fetched.
    npm(project, "install", "--legacy-peer-deps", ...quiet, ...tarballs);
    const scope = join(project, "node_modules", "@pulumi");
    for (const peer of ["kubernetes", "aws", "pulumi"]) {
        if (!existsSync(join(scope, peer))) symlinkSync(join(root, "node_modules", "@pulumi", peer), join(scope, peer));
    }
    expect(readdirSync(join(project, "node_modules"))).toEqual(
        expect.arrayContaining(["hardened-containers", "hardened-containers-policies"]),
    );
    const print = 'console.log(JSON.stringify(Object.keys(require("hardened-containers"))))';
    const exported = JSON.parse(
        execFileSync(process.execPath, ["-e", print], { cwd: project, encoding: "utf8" }),
    ) as string[];
    expect(exported.sort()).toEqual(Object.keys(jest.requireActual<object>(join(root, "components", "dist"))).sort());
});
