/** What a report looks like; test/cli/sarif.test.ts has SARIF. */
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { inFolder } from "./reported";
import { said } from "./run";

const { folder, check, covered } = inFolder();

describe("text", () => {
    test("says where, what, how severe and of which control", () => {
        const { out } = check("text", ["deploy/web.yaml"]);
        expect(out).toContain(`${join(folder(), "deploy/web.yaml")}: v1 Pod shop/web\n`);
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
                file: join(folder(), "broken.yaml"),
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
            message: expect.stringContaining("spec.containers[app] has no memory limit (waived until ") as string,
            path: "spec.containers[app]",
            urn: "urn:pulumi:manifests::kubernetes::kubernetes:core/v1:Pod::shop/web",
            fails: false,
            team: "shop",
            resource: { type: "kubernetes:core/v1:Pod", name: "web" },
            file: join(folder(), "deploy/web.yaml"),
            line: 8,
            column: 7,
        });
    });
});

test("github has an annotation for each finding, with what has a meaning escaped", () => {
    const { out } = check("github", ["deploy/with space, and comma.yaml", "broken.yaml"]);
    const path = "deploy/with space%2C and comma.yaml";
    expect(out).toContain(
        `::error file=${path},line=8,col=7,title=no-privileged (critical)::Containers are not privileged: spec.containers[app] is privileged\n`,
    );
    expect(out).toContain("::warning file=");
    expect(out).toMatch(/^::error file=broken\.yaml,line=3,title=hardened::.*not valid YAML/m);
    expect(check("github", ["deploy/web.yaml"], ...covered()).out).toMatch(/^::notice .*::in the baseline: /m);
});
