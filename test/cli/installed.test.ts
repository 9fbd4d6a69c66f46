/** The command as users get it: packed, and installed beside the pack. Needs npm's registry or its cache. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, npm, pack, quiet, root, versionOf } from "../packed";

jest.setTimeout(300_000);

describe("the command", () => {
    let project: string;
    beforeAll(() => {
        project = inFolder("command");
        mkdirSync(project);
        writeFileSync(join(project, "package.json"), JSON.stringify({ name: "command", private: true }));
        const tarballs = [pack(join(root, "policypack")), pack(join(root, "cli"))].map(({ tarball }) => tarball);
        npm(project, "install", ...quiet, ...tarballs);
    });

    test("has what it needs, and no sources or leftovers of the build", () => {
        const place = join(project, "node_modules", "hardened-containers-cli");
        expect(readdirSync(place).sort()).toEqual(["README.md", "dist", "package.json"]);
        const files = readdirSync(join(place, "dist"), { recursive: true, encoding: "utf8" });
        expect(files).toContain("main.js");
        expect(files.filter((file) => /(?<!\.d)\.ts$|tsbuildinfo/.test(file))).toEqual([]);
    });

    test("judges, explains and lists from an empty project, without the folder it was built in", () => {
        writeFileSync(
            join(project, "pod.yaml"),
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: app, securityContext: {privileged: true}}\n",
        );
        const hardened = (...args: string[]) =>
            spawnSync(join(project, "node_modules", ".bin", "hardened"), args, { cwd: project, encoding: "utf8" });
        const { status, stdout, stderr } = hardened("check", "pod.yaml");
        expect([status, stderr]).toEqual([1, ""]);
        expect(stdout).toMatch(/^ {2}6:7 +mandatory +critical +no-privileged +spec.containers\[app\] is privileged$/m);
        // The documentation and the presets come with the pack.
        expect(hardened("explain", "no-privileged").stdout).toContain("Does not pass");
        expect(hardened("--version").stdout).toBe(`${versionOf("cli")}\n`);
        expect(hardened("check", "pod.yaml", "--format", "sarif").stdout).toContain("Does not pass");
    });
});
