import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { readSettings, type Configuration } from "hardened-containers-policies/settings";
import { openSandbox, type Sandbox } from "../sandbox/run";
import { startAnalyzer, type Analyzer, type Level } from "./analyzer";
import { deployment, privileged } from "./subjects";

type File = Record<string, Record<string, unknown> & { enforcementLevel?: Level }>;

const root = join(__dirname, "..");
const policyPack = join(root, "policypack");
const folder = join(policyPack, "presets");
const names = ["baseline", "hardened", "restricted"];
const preset = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as File;
const levelsIn = (name: string) =>
    new Map(Object.entries(preset(name)).map(([policy, { enforcementLevel }]) => [policy, enforcementLevel]));

/** What the engine makes of a file. */
function configurationOf(file: File): Configuration {
    const policies = Object.entries(file).map(([name, { enforcementLevel: level = "mandatory", ...properties }]) => {
        return [name, { level, properties }] as const;
    });
    return new Map(policies);
}

test("there are three, which can be loaded from the package", () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`));
    const { resolve } = createRequire(join(root, "package.json"));
    for (const name of names) {
        expect(resolve(`hardened-containers-policies/presets/${name}.json`)).toBe(join(folder, `${name}.json`));
    }
});

describe.each(names)("%s", (name) => {
    const file = preset(name);

    test("names every policy with its level, in objects, as Pulumi Cloud takes them", () => {
        expect(Object.keys(file)).toEqual(["settings", "waivers", ...controls.map(({ id }) => id)]);
        for (const policy of Object.values(file)) {
            expect(["mandatory", "advisory", "disabled"]).toContain(policy.enforcementLevel);
        }
    });

    test("is a valid configuration", () => {
        expect(readSettings(configurationOf(file), controls).faults).toEqual([]);
    });

    test("stops at what is critical, and switches on no control that is off", () => {
        for (const { id, severity, level } of controls) {
            const own = file[id]?.enforcementLevel;
            expect(own === "disabled").toBe(level === "disabled");
            if (severity === "critical" && level === "mandatory") expect(own).toBe("mandatory");
        }
    });
});

test("restricted are the default levels", () => {
    for (const { id, level } of controls) expect([id, levelsIn("restricted").get(id)]).toEqual([id, level]);
    expect(preset("restricted").settings).toEqual({ enforcementLevel: "mandatory", podSecurityLevel: "restricted" });
});

test("baseline stops at Pod Security baseline and at what is critical alone", () => {
    const mandatory = controls.filter(({ id }) => levelsIn("baseline").get(id) === "mandatory");
    expect(
        mandatory.filter(({ podSecurity, severity }) => podSecurity !== "baseline" && severity !== "critical"),
    ).toEqual([]);
    const part = controls.filter(({ podSecurity }) => podSecurity === "baseline").map(({ id }) => id);
    expect(mandatory.map(({ id }) => id)).toEqual(expect.arrayContaining(part));
    expect(preset("baseline").settings).toMatchObject({ podSecurityLevel: "baseline" });
});

test("hardened stops at all that is on", () => {
    const advisory = [...levelsIn("hardened")].filter(([, level]) => level === "advisory");
    expect(advisory).toEqual([]);
    expect(preset("hardened").settings).toMatchObject({ stackUnknowns: "mandatory" });
});

describe("the pack starts with", () => {
    let analyzer: Analyzer;
    beforeAll(async () => {
        analyzer = await startAnalyzer();
    });
    afterAll(() => analyzer.stop());

    const bad = deployment({ ...privileged, image: "nginx:1.27" }, { securityContext: {} });
    test.each([
        ["baseline", { "no-privileged": "mandatory", "image-digest": "advisory" }],
        [
            "restricted",
            {
                ...{ "no-privileged": "mandatory", "run-as-non-root": "mandatory", "seccomp-profile": "mandatory" },
                "image-digest": "advisory",
            },
        ],
        [
            "hardened",
            {
                ...{ "no-privileged": "mandatory", "run-as-non-root": "mandatory", "seccomp-profile": "mandatory" },
                "image-digest": "mandatory",
            },
        ],
    ])("%s", async (name, said) => {
        const policies = Object.entries(preset(name)).map(([policy, { enforcementLevel: level, ...properties }]) => {
            return [policy, { level, properties }] as const;
        });
        await analyzer.configure(Object.fromEntries(policies));
        const { diagnostics } = await analyzer.analyze(bad);
        expect(Object.fromEntries(diagnostics.map(({ policy, level }) => [policy, level]))).toEqual(said);
    });
});

describe("the real engine takes", () => {
    const previews = async (program: string, use: (sandbox: Sandbox) => Promise<void>) => {
        const sandbox = await openSandbox({ program: join(root, program) });
        try {
            await use(sandbox);
        } finally {
            sandbox.close();
        }
    };
    const levelsOf = (policies: readonly { policy: string; level: string }[], level: string) =>
        [...new Set(policies.filter((each) => each.level === level).map(({ policy }) => policy))].sort();

    test("each for the insecure example, with what it stops at", async () => {
        await previews(join("examples", "insecure"), async (sandbox) => {
            const stopping: Record<string, string[]> = {};
            for (const name of names) {
                const policyPackConfig = join(folder, `${name}.json`);
                const { exitCode, policies, output } = await sandbox.run("preview", { policyPack, policyPackConfig });
                expect([exitCode, output.includes("validating policy config")]).toEqual([1, false]);
                stopping[name] = levelsOf(policies, "mandatory");
                const levels = levelsIn(name);
                expect(stopping[name]).not.toContain("settings");
                expect(levelsOf(policies, "advisory").filter((policy) => levels.get(policy) === "mandatory")).toEqual(
                    [],
                );
            }
            const { baseline = [], restricted = [], hardened = [] } = stopping;
            expect(restricted).toEqual(expect.arrayContaining(baseline));
            expect(hardened).toEqual(expect.arrayContaining(restricted));
            expect(baseline).toContain("no-privileged");
            expect(baseline).not.toContain("run-as-non-root");
            expect(restricted).not.toContain("image-digest");
            expect(hardened).toContain("image-digest");
        });
    });

    test("hardened for the components' example, which passes", async () => {
        await previews("examples", async (sandbox) => {
            const policyPackConfig = join(folder, "hardened.json");
            const preview = await sandbox.run("preview", { policyPack, policyPackConfig });
            expect(levelsOf(preview.policies, "mandatory")).toEqual([]);
            // The image is built in the same stack.
            for (const { message } of preview.policies)
                expect(message).toMatch(/cannot be decided before .*\.image is/);
            expect([preview.exitCode, preview.output]).toEqual([0, expect.stringContaining("to create")]);
            const up = await sandbox.run("up", { policyPack, policyPackConfig, skipPreview: true });
            expect(up.policies).toEqual([]);
            expect([up.exitCode, up.output]).toEqual([0, expect.stringContaining("created")]);
        });
    });
});
