/** What a report looks like. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { controls } from "hardened-containers-policies/controls";
import type { Log } from "sarif";
import { hardened, privilegedPod, said, type Ran } from "./run";

const schema = JSON.parse(readFileSync(join(__dirname, "..", "sarif", "sarif-schema-2.1.0.json"), "utf8")) as object;
const validator = new Validator(schema, "4", false);

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hardened-formats-"));
    mkdirSync(join(folder, "deploy"));
    const grants = [
        {
            control: "memory-limit",
            resource: "web",
            namespace: "shop",
            reason: "legacy",
            until: new Date(Date.now() + 100 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
            by: "platform",
        },
    ];
    const urn = "urn:pulumi:manifests::kubernetes::kubernetes:core/v1:Pod::shop/web";
    const files = {
        "deploy/web.yaml": privilegedPod,
        "deploy/with space, and comma.yaml": privilegedPod.replace("name: web", "name: two"),
        "clean.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        "broken.yaml": "a: 1\nb: [\n",
        "covered.json": JSON.stringify({
            settings: { grants, baseline: { "cpu-request": [urn], "seccomp-profile": [urn] } },
        }),
        "unknown.json": JSON.stringify({
            steps: [
                {
                    op: "create",
                    newState: {
                        type: "kubernetes:core/v1:Pod",
                        urn: "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::web",
                        inputs: { spec: { containers: [{ name: "app", image: "[secret]" }] } },
                    },
                },
            ],
        }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    jest.spyOn(process, "cwd").mockReturnValue(folder);
});
afterAll(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
});

const check = (format: string, files: string[], ...args: string[]): Ran =>
    hardened("check", ...files.map((file) => join(folder, file)), "--format", format, ...args);
const covered = (): string[] => ["--config", join(folder, "covered.json")];

describe("text", () => {
    test("says where, what, how severe and of which control", () => {
        const { out } = check("text", ["deploy/web.yaml"]);
        expect(out).toContain(`${join(folder, "deploy/web.yaml")}: v1 Pod shop/web\n`);
        expect(out).toMatch(
            /^ {2}8:7 {2}mandatory {2}critical {2}no-privileged +spec\.containers\[app\] is privileged$/m,
        );
        expect(out).toMatch(/\d+ mandatory and \d+ advisory findings, in 1 of 1 resource\./);
    });

    test("shows what is waived and what is in the baseline", () => {
        const { out } = check("text", ["deploy/web.yaml"], ...covered());
        expect(out).toMatch(/waived +medium +memory-limit /);
        expect(out).toMatch(/baseline +high +seccomp-profile /);
        expect(out).toMatch(/, \d waived, \d in the baseline/);
    });

    test("--all counts by control and team what would be blocked", () => {
        const { out } = check(
            "text",
            ["deploy/web.yaml", "deploy/with space, and comma.yaml", "unknown.json"],
            "--all",
        );
        expect(out).toMatch(/^control +severity +team +blocked +undecided$/m);
        expect(out).toMatch(/^no-privileged +critical +shop +2 +0$/m);
        expect(out).toMatch(/^image-tag +high +shop\/dev +0 +1$/m);
        expect(out).toMatch(/^cpu-request +low +shop +2 +0$/m);
    });
});

describe("json", () => {
    test("has everything, and the counts", () => {
        const ran = check("json", ["deploy/web.yaml", "broken.yaml"], ...covered());
        const { summary, faults } = JSON.parse(ran.out) as { summary: Record<string, number>; faults: object[] };
        expect(faults).toEqual([
            {
                message: expect.stringContaining("not valid YAML") as string,
                file: join(folder, "broken.yaml"),
                line: 3,
            },
        ]);
        const findings = said(ran);
        const { mandatory = 0, advisory = 0, undecided = 0, waived = 0, baseline = 0 } = summary;
        expect(mandatory + advisory + undecided + waived + baseline).toBe(findings.length);
        expect([waived > 0, baseline]).toEqual([true, 2]);
        expect(findings.find(({ policy }) => policy === "memory-limit")).toEqual({
            policy: "memory-limit",
            title: controls.find(({ id }) => id === "memory-limit")?.title,
            severity: "medium",
            level: "advisory",
            kind: "waived",
            message: "spec.containers[app] has no memory limit",
            path: "spec.containers[app]",
            urn: "urn:pulumi:manifests::kubernetes::kubernetes:core/v1:Pod::shop/web",
            fails: false,
            team: "shop",
            resource: { type: "kubernetes:core/v1:Pod", name: "web" },
            file: join(folder, "deploy/web.yaml"),
            line: 8,
            column: 7,
        });
    });
});

test("github has an annotation for each finding, with what has a meaning escaped", () => {
    const { out } = check("github", ["deploy/with space, and comma.yaml", "broken.yaml"]);
    const path = join(folder, "deploy/with space%2C and comma.yaml");
    expect(out).toContain(
        `::error file=${path},line=8,col=7,title=no-privileged (critical)::Containers are not privileged: spec.containers[app] is privileged\n`,
    );
    expect(out).toContain("::warning file=");
    expect(out).toMatch(/^::error file=.*broken\.yaml,line=3,title=hardened::.*not valid YAML/m);
    expect(check("github", ["deploy/web.yaml"], ...covered()).out).toMatch(/^::notice .*::in the baseline: /m);
});

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
        writeFileSync(join(folder, "deploy/web.yaml"), `# a line more\n\n${privilegedPod}`);
        expect(prints()).toEqual(before);
        writeFileSync(join(folder, "deploy/web.yaml"), privilegedPod);
    });
});
