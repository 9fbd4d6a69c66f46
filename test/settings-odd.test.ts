import fc from "fast-check";
import { Validator } from "@cfworker/json-schema";
import { controls } from "hardened-containers-policies/controls";
import { packOf } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import { readSettings, type Configuration, type Settings } from "hardened-containers-policies/settings";
import { schema } from "hardened-containers-policies/settings-schema";
import { deployment, privileged } from "./subjects";

const grant = { control: "no-privileged", resource: "web", reason: "why", until: "2027-03-31", by: "platform" };
const good: Record<string, unknown> = {
    kubernetesVersion: "1.34",
    podSecurityLevel: "baseline",
    namespaces: [{ pattern: "kube-*", level: "privileged", reason: "why", by: "platform" }],
    unknowns: "ignore",
    stackUnknowns: "mandatory",
    waivers: "requested",
    grants: [grant, { ...grant, namespace: "shop", container: "*", image: "a*", project: "p", stack: "s" }],
    maxWaiverDays: 90,
    assume: ["registry"],
    baseline: { "no-privileged": ["urn:web"] },
};

const oddKey = fc.constantFrom("__proto__", "constructor", "toString", "a/b~c%", "\ud800", "", "unknowns", "until");
const oddValue = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(fc.oneof(oddKey, fc.string()), fc.jsonValue({ maxDepth: 1 })),
    fc.string({ unit: "binary" }),
    fc.constantFrom(undefined, NaN, Infinity, -1, 1e308, "\ud800", "*".repeat(1000), () => 1, 10n),
);

/** Data with one of its places replaced. */
function damaged(value: unknown, at: number, by: unknown): unknown {
    let count = at;
    const visit = (here: unknown): unknown => {
        if (count-- === 0) return by;
        if (Array.isArray(here)) return here.map(visit);
        if (typeof here !== "object" || here === null) return here;
        return Object.fromEntries(Object.entries(here).map(([key, child]) => [key, visit(child)]));
    };
    return visit(value);
}

const configuration: fc.Arbitrary<Configuration> = fc
    .record({
        settings: fc.oneof(
            fc.tuple(fc.nat(60), oddValue).map(([at, by]) => damaged(good, at, by)),
            fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(good)), oddKey), oddValue),
        ),
        others: fc.dictionary(
            fc.oneof(fc.constantFrom("all", "waivers", ...controls.map(({ id }) => id)), oddKey, fc.string()),
            fc.oneof(fc.dictionary(fc.oneof(fc.constant("unknowns"), oddKey), oddValue), oddValue),
            { maxKeys: 4 },
        ),
        level: fc.constantFrom("mandatory", "advisory", "disabled", "remediate"),
    })
    .map(({ settings, others, level }) => {
        const entries = [...Object.entries(others), ["settings", settings] as const];
        return new Map(entries.map(([name, properties]) => [name, { level, properties: properties as never }]));
    });

const isValid = (value: unknown, by: object) => new Validator(by, "2020-12").validate(value).valid;

test("odd configuration throws nothing, and each setting is what is configured, if that is valid, or its default", () => {
    const { faults, ...defaults } = readSettings(new Map(), controls);
    expect(faults).toEqual([]);
    const names: Record<string, keyof Settings> = { podSecurityLevel: "level", kubernetesVersion: "versions" };
    const judged: unknown[] = [];
    fc.assert(
        fc.property(configuration, (given) => {
            const pack = packOf(controls, given, new Date("2026-11-22"));
            const properties = given.get("settings")?.properties as unknown;
            for (const [name, own] of Object.entries(schema)) {
                const here = names[name] ?? (name as keyof Settings);
                const has = typeof properties === "object" && properties !== null && Object.hasOwn(properties, name);
                const value = has ? (properties as Record<string, unknown>)[name] : undefined;
                let valid = false;
                try {
                    valid = has && isValid(value, own);
                } catch {
                    // What JSON does not know.
                }
                const expected = name === "assume" && valid ? new Set(value as string[]) : value;
                if (name === "kubernetesVersion" && valid) {
                    expect([undefined, [34]]).toContainEqual(pack.settings.versions);
                } else expect(pack.settings[here]).toEqual(valid ? expected : defaults[here as keyof typeof defaults]);
                if (has && !valid) expect(pack.settings.faults.join("\n")).toContain(`settings.${name}`);
            }
            for (const fault of pack.settings.faults) expect(fault).toMatch(/^\S.{10,400}$/su);
            const { unknowns } = pack;
            for (const control of controls) {
                expect(["advisory", "mandatory", "ignore"]).toContain(unknowns(control.id, "resource"));
            }
            const resource = {
                urn: "urn:web",
                name: "web",
                ...deployment(privileged),
                props: deployment(privileged).props as never,
            };
            judged.push(...judgeResource(pack, resource).reports, ...judgeWhole(pack, [resource]).reports);
        }),
        { numRuns: 200 },
    );
    expect(judged.length).toBeGreaterThan(200);
});

test("much of it takes no time", () => {
    const baseline = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`control-${n}`, ["urn:a", "urn:b"]]));
    const names = Array.from(
        { length: 2000 },
        (_, n) => [`policy-${n}`, { level: "mandatory", properties: {} }] as const,
    );
    const settings = { level: "mandatory", properties: { baseline, grants: Array(5000).fill(grant) } } as const;
    const started = performance.now();
    const read = readSettings(new Map([...names, ["settings", settings]]), controls);
    expect([read.grants.length, read.faults.length]).toEqual([5000, 2000]);
    expect(performance.now() - started).toBeLessThan(2000);
});
