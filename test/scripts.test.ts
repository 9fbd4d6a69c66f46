import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Control } from "hardened-containers-policies/control";
import { spreadOf, verdictOf, type Row } from "../scripts/bench/measure";
import { table } from "../scripts/bench/table";

const root = resolve(__dirname, "..");
const script = (name: string, cwd: string, ...args: string[]) => {
    const tsNode = require.resolve("ts-node/dist/bin");
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [tsNode, "-T", join(root, "scripts", name), ...args],
        {
            cwd,
            encoding: "utf8",
        },
    );
    return { status, output: `${stdout}${stderr}` };
};

describe("new-control", () => {
    let copy: string;
    beforeAll(() => {
        copy = mkdtempSync(join(tmpdir(), "new-control-"));
        for (const file of ["policypack", "tsconfig.json", ".prettierrc.json"]) {
            cpSync(join(root, file), join(copy, file), {
                recursive: true,
                filter: (from) => !from.includes("node_modules"),
            });
        }
        symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    });
    afterAll(() => {
        rmSync(copy, { recursive: true });
    });

    test.each([
        [["pods"], "Usage: npm run new-control -- <folder> <id>"],
        [["containers", "no-such-thing"], "There is no folder containers. There are pods, images"],
        [["pods", "NoSuchThing"], "NoSuchThing is no id"],
        [["pods", "privileged"], "privileged is no id"],
        [["pods", "../no-privileged"], "../no-privileged is no id"],
        [["images", "no-privileged"], "There is already a control no-privileged, in pods."],
    ])("%j is refused with a sentence", (args, sentence) => {
        const { status, output } = script("new-control.ts", copy, ...args);
        expect(output).toContain(sentence);
        expect(output).not.toContain("    at ");
        expect(status).toBe(1);
    });

    test("adds a control that compiles, is listed, and has still to be filled in", () => {
        for (const [folder, id] of [
            ["pods", "no-such-thing"],
            ["secrets-manager", "no-other-thing"],
            ["secrets-manager", "no-third-thing"],
        ] as const) {
            expect(script("new-control.ts", copy, folder, id)).toMatchObject({ status: 0 });
            expect(existsSync(join(copy, "policypack", "controls", folder, `${id}.ts`))).toBe(true);
        }
        const index = readFileSync(join(copy, "policypack", "controls", "pods", "index.ts"), "utf8");
        expect(index).toContain('import noSuchThing from "./no-such-thing";\n');
        expect(index).toContain("    noSuchThing,\n];");
        execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-b", join(copy, "policypack")]);
        const loaded = createRequire(join(copy, "package.json"))("./policypack/dist/controls") as {
            controls: Control[];
        };
        const added = loaded.controls.filter(({ bad }) => bad.length === 0).map(({ id }) => id);
        expect(added).toEqual(["no-such-thing", "no-other-thing", "no-third-thing"]);
        const prettier = require.resolve("prettier/bin/prettier.cjs");
        execFileSync(process.execPath, [prettier, "--check", "policypack/controls"], { cwd: copy });
    }, 60_000);
});

describe("generate", () => {
    test("the generated files are up to date", () => {
        expect(script("generate.ts", root, "--check")).toEqual({ status: 0, output: "" });
    });

    test("--check names the files that are not", () => {
        const copy = mkdtempSync(join(tmpdir(), "generate-"));
        try {
            cpSync(join(root, "scripts"), join(copy, "scripts"), { recursive: true });
            for (const it of ["package.json", "tsconfig.json", "components"]) {
                const filter = (file: string) => !file.endsWith("dist");
                cpSync(join(root, it), join(copy, it), { recursive: true, filter });
            }
            symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
            writeFileSync(join(copy, "README.md"), "# A\n\n<!-- controls -->\n\nold\n\n<!-- /controls -->\n\nB\n");
            const run = (...args: string[]) => {
                const tsNode = require.resolve("ts-node/dist/bin");
                return spawnSync(process.execPath, [tsNode, "-T", join(copy, "scripts", "generate.ts"), ...args], {
                    encoding: "utf8",
                });
            };
            cpSync(join(root, "policypack", "PulumiPolicy.yaml"), join(copy, "policypack", "PulumiPolicy.yaml"));
            const { status, stderr } = run("--check");
            const made = [
                "README.md",
                "SETTINGS.md",
                ...["baseline", "restricted", "hardened"].map((name) => `presets/${name}.json`),
            ];
            const files = [...made.map((file) => `policypack/${file}`), "README.md"];
            expect(stderr).toContain(`Out of date, run npm run generate: ${files.join(", ")}`);
            expect(status).toBe(1);
            expect(run().status).toBe(0);
            expect(run("--check").status).toBe(0);
            expect(readFileSync(join(copy, "README.md"), "utf8")).toMatch(
                /^# A\n\n<!-- controls -->\n\n<!-- prettier-ignore -->\n\|.*\|\n\n<!-- \/controls -->\n\nB\n$/s,
            );
        } finally {
            rmSync(copy, { recursive: true });
        }
    }, 60_000);
});

describe("bench", () => {
    test("measures what is asked for, and compares it with its target", () => {
        const { status, output } = script("bench.ts", root, "--only", "judging", "--json");
        const { rows } = JSON.parse(output) as { rows: { what: string; unit: string; results: object }[] };
        const figures = { median: expect.any(Number) as number, from: expect.any(Number) as number };
        expect(rows).toEqual([
            {
                what: "JSON.parse of a Deployment",
                unit: "ms",
                results: { "this pack": expect.objectContaining(figures) as object },
            },
            expect.objectContaining({ what: "all controls over it", target: { most: 0.15 } }),
        ]);
        expect(status).toBe(0);
    });

    test.each([
        [["--only", "speed"], "There is no speed to measure. There are start, resource"],
        [["--fast"], "Unknown option '--fast'"],
    ])("%j is refused with a sentence", (args, sentence) => {
        const { status, output } = script("bench.ts", root, ...args);
        expect(output).toContain(sentence);
        expect(output).not.toContain("    at ");
        expect(status).toBe(1);
    });
});

describe("the figures of the benchmark", () => {
    const spread = (median: number) => ({ median, from: median, to: median });

    test("the median, and the quartiles beside it", () => {
        expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, from: 2, to: 4 });
    });

    test.each([
        [{ most: 1.5, times: "one rule" }, 3, 2, { ratio: 1.5, met: true }],
        [{ most: 1.5, times: "one rule" }, 3.1, 2, { ratio: 1.55, met: false }],
        [{ least: 1, times: "one rule" }, 3, 4, { ratio: 0.75, met: false }],
        [{ most: 0.15 }, 0.2, 1, { ratio: 0.2, met: false }],
        [{ least: 5000 }, 6000, 1, { ratio: 6000, met: true }],
    ] as const)("%j of %d beside %d", (target, mine, other, verdict) => {
        const row: Row = {
            what: "x",
            unit: "ms",
            results: { "this pack": spread(mine), "one rule": spread(other) },
            target,
        };
        expect(verdictOf(row)).toEqual(verdict);
        expect(table([row]).includes("MISSED")).toBe(!verdict.met);
    });
});
