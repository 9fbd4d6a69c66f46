import { controls } from "hardened-containers-policies/controls";
import { stackRule, subjectOf } from "hardened-containers-policies/judge";
import { readSettings } from "hardened-containers-policies/settings";
import { schema } from "hardened-containers-policies/settings-schema";
import { minorVersions, newest } from "hardened-containers-policies/versions";

const read = (configuration: Record<string, Record<string, unknown>>) => {
    const entries = Object.entries(configuration).map(
        ([name, properties]) => [name, { level: "mandatory" as const, properties }] as const,
    );
    return readSettings(new Map(entries), controls);
};
const grant = { control: "no-privileged", resource: "web", reason: "why", until: "2027-03-31", by: "platform" };

describe("settings", () => {
    test("have defaults", () => {
        expect(read({})).toEqual({
            level: "restricted",
            versions: undefined,
            namespaces: [],
            unknowns: "advisory",
            stackUnknowns: "advisory",
            waivers: "granted",
            grants: [],
            maxWaiverDays: 365,
            assume: new Set(),
            baseline: {},
            own: new Map(),
            faults: [],
        });
        expect(read({ all: {}, settings: {}, waivers: {} })).toEqual(read({}));
    });

    test("have the defaults that their schema tells the engine", () => {
        const defaults = Object.entries(schema).flatMap(([name, { default: value }]) =>
            value === undefined ? [] : [[name, value]],
        );
        expect(Object.fromEntries(defaults)).toHaveProperty("stackUnknowns");
        expect(read({ settings: Object.fromEntries(defaults) as object as Record<string, unknown> })).toEqual(read({}));
    });

    test("are read", () => {
        const namespaces = [{ pattern: "monitoring", level: "privileged", reason: "node exporter", by: "platform" }];
        const given = {
            ...{ kubernetesVersion: "1.33 - 1.34", podSecurityLevel: "baseline", namespaces, grants: [grant] },
            ...{ unknowns: "ignore", stackUnknowns: "mandatory", waivers: "none", maxWaiverDays: 90 },
            ...{ assume: ["namespaces"], baseline: { "no-privileged": ["urn:a"] } },
        };
        expect(Object.keys(given).sort()).toEqual(Object.keys(schema).sort());
        const { kubernetesVersion, podSecurityLevel, assume, ...same } = given;
        const settings = read({ settings: given });
        expect(settings).toMatchObject({ level: podSecurityLevel, versions: [33, 34], faults: [], ...same });
        expect([kubernetesVersion, [...settings.assume]]).toEqual(["1.33 - 1.34", assume]);
    });

    test("are each documented", () => {
        for (const setting of Object.values(schema)) expect(setting).toHaveProperty("description");
    });

    test.each<[Record<string, Record<string, unknown>>, string]>([
        [
            { settings: { kubernetesversion: "1.35" } },
            "settings has no setting kubernetesversion (did you mean kubernetesVersion?)",
        ],
        [{ settings: { colour: "red" } }, "settings has no setting colour"],
        [{ settings: { "a b": 1 } }, 'settings has no setting "a b"'],
        [
            { settings: { podSecurityLevel: "privileged" } },
            'settings.podSecurityLevel is "privileged", not one of restricted, baseline',
        ],
        [
            { settings: { unknowns: "mandetory" } },
            'settings.unknowns is "mandetory", not one of advisory, mandatory, ignore (did you mean mandatory?)',
        ],
        [{ settings: { podSecurityLevel: 5 } }, "settings.podSecurityLevel is 5, not a string"],
        [{ settings: { kubernetesVersion: 1.35 } }, "settings.kubernetesVersion is 1.35, not a string"],
        [{ settings: { waivers: null } }, "settings.waivers is null, not a string"],
        [{ settings: { maxWaiverDays: 0 } }, "settings.maxWaiverDays is 0, less than 1"],
        [{ settings: { maxWaiverDays: 1.5 } }, "settings.maxWaiverDays is 1.5, not a whole number"],
        [{ settings: { maxWaiverDays: undefined } }, "settings.maxWaiverDays cannot be read"],
        [
            { settings: { grants: { ...grant } } },
            `settings.grants is ${JSON.stringify(grant).slice(0, 60)}…, not a list`,
        ],
        [{ settings: { grants: [grant, { ...grant, until: 2027 }] } }, "settings.grants.1.until is 2027, not a string"],
        [{ settings: { grants: [{ ...grant, by: "" }] } }, "settings.grants.0.by is empty"],
        [{ settings: { grants: [{ control: "a" }] } }, "settings.grants.0 does not say its resource"],
        [
            { settings: { grants: [{ ...grant, untill: "2027-03-31" }] } },
            "settings.grants.0 has no untill (did you mean until?)",
        ],
        [{ settings: { baseline: { "a/b~c": ["urn", 5] } } }, 'settings.baseline."a/b~c".1 is 5, not a string'],
        [{ settings: { assume: ["clusters"] } }, 'settings.assume.0 is "clusters", not one of namespaces, registry'],
        [
            { settings: { kubernetesVersion: "newest" } },
            'settings.kubernetesVersion is "newest", neither a version, as "1.35", nor a range, as "1.33 - 1.35"',
        ],
        [{ "no-privilegd": {} }, "There is no policy no-privilegd (did you mean no-privileged?)"],
        [{ setting: { a: 1 } }, "There is no policy setting (did you mean settings?)"],
        [{ constructor: {} }, "There is no policy constructor"],
        [{ "no-privileged": { except: "app" } }, "no-privileged has no setting except"],
        [{ "no-privileged": { unknown: "ignore" } }, "no-privileged has no setting unknown (did you mean unknowns?)"],
        [
            { "no-privileged": { unknowns: "ignored" } },
            'no-privileged.unknowns is "ignored", not one of advisory, mandatory, ignore (did you mean ignore?)',
        ],
        [{ all: { unknowns: "ignore" } }, "all has no setting unknowns"],
    ])("%j is a fault that is named, and leaves the default in effect", (configuration, fault) => {
        const { faults, ...settings } = read(configuration);
        expect(faults).toEqual([fault]);
        expect({ ...settings, own: [...settings.own.values()].filter(({ unknowns }) => unknowns) }).toEqual({
            ...read({}),
            own: [],
            faults: undefined,
        });
    });

    test("of which several are wrong are all named, and the others hold", () => {
        const settings = {
            kubernetesVersion: "newest",
            level: "baseline",
            waivers: "none",
            grants: [{}, { control: 5 }],
        };
        const found = read({ settings, "no-privilegd": {} });
        expect(found.faults).toEqual([
            expect.stringContaining("There is no policy no-privilegd"),
            "settings has no setting level",
            "settings.grants.0 does not say its control",
            "settings.grants.0 does not say its resource",
            "settings.grants.1 does not say its resource",
            "settings.grants.1.control is 5, not a string",
            expect.stringContaining('"newest", neither'),
        ]);
        expect(found).toMatchObject({ waivers: "none", grants: [], versions: undefined });
    });

    test("that each control has say how it reports what it cannot decide", () => {
        const own = read({ "no-privileged": { unknowns: "ignore" } }).own;
        expect([...own]).toEqual([["no-privileged", { settings: {}, unknowns: "ignore" }]]);
    });
});

test.each([
    ["1.35", [35]],
    ["v1.35", [35]],
    ["1.35.2", [35]],
    ["v1.34.1-eks-abc", [34]],
    ["v1.34.1-eks-1-34-5", [34]],
    ["1.34.1-gke.1201000", [34]],
    ["v1.34.1+k3s1", [34]],
    ["1.33 - 1.35", [33, 34, 35]],
    ["1.33.4-eks-a - 1.35.1-eks-b", [33, 34, 35]],
    [">=1.34", [34, 35, 36, 37]],
    ["1.34 || 1.36", [34, 36]],
    ["1.99", [newest]],
    ["", undefined],
    ["latest", undefined],
    ["2.0", undefined],
    ["1.33-1.35", undefined],
    ["1.33.0-1.35.0", undefined],
    ["1.35; 1.36", undefined],
])("%j stands for the minor versions %j", (text, minors) => {
    expect(minorVersions(text)).toEqual(minors);
});

test("no control over the whole stack asks for a version: only single resources are judged by declared ones", () => {
    const since = () => {
        throw new Error("asks for a version");
    };
    for (const rule of controls.map(stackRule)) {
        for (const example of [...(rule?.good ?? []), ...(rule?.bad ?? [])]) {
            rule?.check(subjectOf(example), { level: "restricted", since, settings: {} });
        }
    }
});
