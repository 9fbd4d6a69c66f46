/** What is there today, and need not stop tomorrow's deployments. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hardened, said, written } from "./run";

describe("baseline", () => {
    const folder = mkdtempSync(join(tmpdir(), "hardened-baseline-"));
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });
    const exported = (project: string) => {
        const type = "kubernetes:core/v1:Pod";
        const spec = { containers: [{ name: "app", image: "a:1", securityContext: { privileged: true } }] };
        const urn = `urn:pulumi:dev::${project}::${type}::web`;
        return { version: 3, deployment: { resources: [{ urn, type, inputs: { metadata: { name: "web" }, spec } }] } };
    };
    type Written = Record<string, unknown> & { settings: { baseline: Record<string, string[]> } };

    test("of an export lets it pass, and what is new not", () => {
        const [old = "", added = ""] = written({ "a.json": exported("shop"), "b.json": exported("bank") });
        const output = join(folder, "policies.json");
        expect(hardened("baseline", old, "--output", output)).toMatchObject({ code: 0, out: "" });
        const check = (...files: string[]) => hardened("check", ...files, "--config", output, "--format", "json");
        const kinds = new Set(said(check(old)).map(({ kind }) => kind));
        expect([check(old).code, [...kinds]]).toEqual([0, ["baseline"]]);
        expect(check(old, added).code).toBe(1);
        // Whatever is switched on later.
        expect(hardened("check", old, "--config", output, "--all").code).toBe(0);
    });

    test("keeps the configuration, and what it holds of other stacks; is sorted and stable", () => {
        const gone = "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::gone";
        const other = "urn:pulumi:prod::shop::kubernetes:core/v1:Pod::web";
        const given = {
            "image-digest": "disabled",
            "no-host-ports": { enforcementLevel: "advisory", unknowns: "ignore" },
            settings: { podSecurityLevel: "baseline", baseline: { "no-privileged": [other, gone] } },
        };
        const [file = "", config = ""] = written({ "a.json": exported("shop"), "policies.json": given });
        const { out } = hardened("baseline", file, "--config", config);
        const { settings, ...rest } = JSON.parse(out) as Written;
        expect(rest).toEqual({ "image-digest": "disabled", "no-host-ports": given["no-host-ports"] });
        expect(settings).toMatchObject({ podSecurityLevel: "baseline" });
        expect(settings.baseline["no-privileged"]).toEqual([
            "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::web",
            other,
        ]);
        expect(Object.keys(settings.baseline)).toEqual(Object.keys(settings.baseline).sort());
        const [again = ""] = written({ "policies.json": out });
        expect(hardened("baseline", file, "--config", again).out).toBe(out);
    });

    test("is not written where something cannot be read", () => {
        const output = join(folder, "none.json");
        expect(hardened("baseline", ...written({ "a.yaml": "kind: [" }), "--output", output).code).toBe(2);
        expect(() => readFileSync(output)).toThrow("ENOENT");
    });
});
