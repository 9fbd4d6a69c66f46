/** SARIF, as GitHub's code scanning takes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { controls } from "hardened-containers-policies/controls";
import type { Log } from "sarif";
import { inFolder } from "./reported";
import { privilegedPod } from "./run";

const schema = JSON.parse(readFileSync(join(__dirname, "..", "sarif", "sarif-schema-2.1.0.json"), "utf8")) as object;
const validator = new Validator(schema, "4", false);
const { folder, check, covered } = inFolder();

describe("sarif", () => {
    const log = (files: string[], ...args: string[]): Log => JSON.parse(check("sarif", files, ...args).out) as Log;

    test.each([
        ["findings", ["deploy/web.yaml", "deploy/with space, and comma.yaml"]],
        ["nothing at all", ["clean.yaml"]],
        ["faults", ["broken.yaml"]],
        ["what is not known yet", ["unknown.json"]],
    ])("of %s is of the published schema", (_, files) => {
        expect(validator.validate(log(files)).errors).toEqual([]);
    });

    test("that is not of the schema is noticed", () => {
        const wrong = { ...log(["deploy/web.yaml"]), version: "2.0.0" };
        expect(validator.validate(wrong).valid).toBe(false);
    });

    test("with waivers and a baseline is of the schema, and suppresses what they cover", () => {
        const covering = log(["deploy/web.yaml"], ...covered());
        expect(validator.validate(covering).errors).toEqual([]);
        const of = (id: string) => covering.runs[0]?.results?.filter(({ ruleId }) => ruleId === id) ?? [];
        expect(of("memory-limit")[0]?.suppressions).toMatchObject([{ kind: "external", status: "accepted" }]);
        expect(of("seccomp-profile")[0]?.suppressions).toMatchObject([{ justification: "It is in the baseline." }]);
        expect(of("run-as-non-root")[0]).not.toHaveProperty("suppressions");
    });

    test("has what GitHub's code scanning asks for", () => {
        const [run] = log(["deploy/web.yaml", "deploy/with space, and comma.yaml", "unknown.json"]).runs;
        const { rules = [] } = run?.tool.driver ?? {};
        const results = run?.results ?? [];
        for (const rule of rules) {
            const control = controls.find(({ id }) => id === rule.id);
            expect(rule.shortDescription?.text).toBe(control?.title);
            expect(rule.help?.text).toContain(control?.why);
            expect(rule.help?.markdown).toContain("Does not pass");
            expect(rule.helpUri).toMatch(new RegExp(`^https://.*#${rule.id}$`));
            const scores = { critical: [9, 10], high: [7, 8.9], medium: [4, 6.9], low: [0.1, 3.9] };
            const [from = 0, to = 0] = scores[control?.severity ?? "low"];
            const score = Number(rule.properties?.["security-severity"]);
            expect([rule.id, score >= from && score <= to]).toEqual([rule.id, true]);
            expect(rule.properties?.tags).toContain("security");
        }
        for (const { ruleId, ruleIndex = -1, locations } of results) {
            expect(rules[ruleIndex]?.id).toBe(ruleId);
            expect(locations).toHaveLength(1);
        }
        const uris = results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri);
        expect([...new Set(uris)].sort()).toEqual([
            "deploy/web.yaml",
            "deploy/with%20space%2C%20and%20comma.yaml",
            "unknown.json",
        ]);
        const privileged = results.find(({ ruleId }) => ruleId === "no-privileged");
        expect(privileged?.level).toBe("error");
        expect(privileged?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 8, startColumn: 7 });
    });

    test("has fingerprints that are unique, and stay where lines move", () => {
        const prints = (): string[] =>
            log(["deploy/web.yaml"]).runs[0]?.results?.map(
                ({ ruleId, partialFingerprints }) =>
                    `${ruleId ?? ""} ${partialFingerprints?.primaryLocationLineHash ?? ""}`,
            ) ?? [];
        const before = prints();
        expect(new Set(before).size).toBe(before.length);
        writeFileSync(join(folder(), "deploy/web.yaml"), `# a line more\n\n${privilegedPod}`);
        expect(prints()).toEqual(before);
        writeFileSync(join(folder(), "deploy/web.yaml"), privilegedPod);
    });
});
