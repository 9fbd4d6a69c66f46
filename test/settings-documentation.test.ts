import { readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { readGrants } from "hardened-containers-policies/grants";
import { readSettings } from "hardened-containers-policies/settings";
import { schema } from "hardened-containers-policies/settings-schema";

const text = readFileSync(join(__dirname, "..", "policypack", "SETTINGS.md"), "utf8");
const shown = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = ""]) => {
    return JSON.parse(json) as Record<string, Record<string, unknown>>;
});

test("the documentation of the settings shows some of the pack, some of controls, and levels", () => {
    expect(shown.map((policies) => Object.keys(policies))).toContainEqual(["settings"]);
    expect(shown.length).toBe(3);
});

test.each(shown.map((policies) => [Object.keys(policies).join(), policies]))(
    "what it shows of %s is valid",
    (_, all) => {
        const entries = Object.entries(all).map(([name, { enforcementLevel = "mandatory", ...properties }]) => {
            expect(["mandatory", "advisory", "disabled"]).toContain(enforcementLevel);
            return [name, { level: enforcementLevel as "mandatory", properties }] as const;
        });
        const settings = readSettings(new Map(entries), controls);
        expect(settings.faults).toEqual([]);
        expect(readGrants(settings, controls, "2026-11-22").filter(({ fault }) => fault)).toEqual([]);
    },
);

test("it names every setting, those of controls, too", () => {
    const names = [...Object.keys(schema), ...controls.flatMap(({ settings = {} }) => Object.keys(settings))];
    for (const name of names) expect(text).toContain(`| \`${name}\` |`);
});
