/** Whatever comes over the wire: remediation sets the leaves of `safe`, which clear findings, and nothing else. */
import fc from "fast-check";
import { subjectOf } from "hardened-containers-policies/judge";
import { isData, type Data } from "hardened-containers-policies/resource";
import { isUnknown, sentinels, type Path } from "hardened-containers-policies/unknown";
import { secret } from "./analyzer";
import { leavesOf } from "./examples";
import { kinds, wrap } from "./kinds";
import { at, differences, findings, podSecurity, remediable, remedied } from "./remediation";

/** The examples of all controls that have something to set, as the smallest resources. */
const embedded = remediable.flatMap((control) =>
    [...control.good, ...control.bad].flatMap((example) => control.on.embed(subjectOf(example))),
);
const podSpecs = embedded.flatMap(({ props }) => (isData(props.spec) ? [props.spec] : []));
const others = embedded.filter(({ type }) => !type.endsWith(":Pod"));

/** Pods of the parts of several examples, in every kind of resource that holds pods. */
const pods = fc
    .tuple(
        fc.constantFrom(...kinds),
        fc.array(fc.constantFrom(...podSpecs), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("containers", "initContainers", "ephemeralContainers"),
    )
    .map(([kind, specs, list]) => {
        const containers = specs.flatMap((spec) => (Array.isArray(spec.containers) ? (spec.containers as Data[]) : []));
        const named = containers.map((each, index) => ({ ...each, name: index === 0 ? "app" : `app${String(index)}` }));
        return wrap(kind, { spec: { ...Object.assign({}, ...specs), containers: named.slice(0, 1), [list]: named } });
    });

const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "h", text: "" };
const archive = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", assets: { a: asset } };
/** What may be anywhere in place of a value. */
const odd = fc.constantFrom<unknown>(
    sentinels.string,
    sentinels.object,
    null,
    "text",
    7,
    true,
    [],
    {},
    [null],
    asset,
    archive,
);

function placesIn(value: unknown, place: Path = []): Path[] {
    if (typeof value !== "object" || value === null) return [place];
    const children = Object.entries(value).map(
        ([key, child]) => [Array.isArray(value) ? Number(key) : key, child] as const,
    );
    return [place, ...children.flatMap(([key, child]) => placesIn(child, [...place, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: (now: unknown) => unknown): unknown {
    if (key === undefined) return by(value);
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Data) }) as Data;
    copy[key] = replaced(copy[key], rest, by);
    return copy;
}

/** A resource with secrets and odd values anywhere below its properties. */
const resources = fc
    .tuple(fc.oneof(pods, fc.constantFrom(...others)), fc.array(fc.tuple(fc.nat(), fc.option(odd)), { maxLength: 3 }))
    .map(([{ type, props }, changes]) => {
        let wire = { ...props, extra: archive } as Data;
        for (const [number, value] of changes) {
            const places = placesIn(wire).filter(({ length }) => length > 0);
            const place = places[number % places.length] ?? [];
            // No value makes it secret, if it is not yet.
            wire = replaced(wire, place, (now) => (value === null ? secret(now) : value)) as Data;
        }
        return { type, wire };
    });

/** The leaves of all `safe`, as the end of a place and what is set there. */
const safeLeaves = remediable.flatMap(({ safe }) =>
    Object.values(safe as Data).flatMap((part) =>
        leavesOf(part).map((place) => ({ place: place.join("."), value: at(part, place) })),
    ),
);

const signature = "4dabf18193072939515e22adb298388d";

/** Data without the marks of secrets, and with the place of each in them. */
function bare(value: unknown, place: string[] = [], secrets: string[] = []): unknown {
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Data;
    if (fields[signature] === "1b47061264138c4ac30d75fd1eb44270") {
        secrets.push(place.join("."));
        return bare(fields.value, place, secrets);
    }
    if (Array.isArray(value)) return value.map((each, index) => bare(each, [...place, String(index)], secrets));
    return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, bare(child, [...place, key], secrets)]),
    );
}

/** The leaves in which data differs. */
function changed(before: unknown, after: unknown): [place: string, value: unknown][] {
    return Object.entries(differences(before, after)).flatMap(([place, value]) =>
        leavesOf(value).map((rest) => [[place, ...rest].join("."), at(value, rest)] as [string, unknown]),
    );
}

test("only leaves of safe are set, where they were not; secrets and unknown values stay", () => {
    let set = 0;
    fc.assert(
        fc.property(resources, ({ type, wire }) => {
            const { after } = remedied(type, wire);
            const [secretBefore, secretAfter] = [[], []] as [string[], string[]];
            const changes = changed(bare(wire, [], secretBefore), bare(after, [], secretAfter));
            for (const [place, value] of changes) {
                set += 1;
                const leaf = safeLeaves.find(
                    (each) =>
                        place.endsWith(each.place) ||
                        // An element that a list gained.
                        (Array.isArray(each.value) && place.replace(/\.\d+$/, "").endsWith(each.place)),
                );
                expect(leaf).toBeDefined();
                expect([leaf?.value, leaf?.value].flat()).toContainEqual(Array.isArray(value) ? value[0] : value);
            }
            expect(secretAfter.sort()).toEqual(secretBefore.sort());
            for (const place of placesIn(wire)) {
                if (isUnknown(at(wire, place))) expect(at(after, place)).toBe(at(wire, place));
            }
            expect(after.extra).toEqual(wire.extra);
        }),
        { numRuns: 500 },
    );
    expect(set).toBeGreaterThan(500);
});

test("what a control remedies it complains of no more, nor does a Pod Security control that did not before", () => {
    let count = 0;
    fc.assert(
        fc.property(resources, fc.constantFrom(...remediable), ({ type, wire }, control) => {
            const { after, found } = remedied(type, wire, [control]);
            for (const each of new Set([control, ...podSecurity])) {
                expect(findings(each, type, wire)).toEqual(expect.arrayContaining(findings(each, type, after)));
            }
            // Where another resource could cure it, there may have been no finding.
            if (found.length === 0 || control.across !== undefined) return;
            count += 1;
            expect(findings(control, type, after).length).toBeLessThan(findings(control, type, wire).length);
        }),
        { numRuns: 500 },
    );
    expect(count).toBeGreaterThan(50);
});

test("a second time nothing changes", () => {
    fc.assert(
        fc.property(resources, ({ type, wire }) => {
            const { after } = remedied(type, wire);
            expect(remedied(type, after).found).toEqual([]);
        }),
        { numRuns: 200 },
    );
});

test("a pod that may be put right is: with nothing odd in it, no finding is left that safe is for", () => {
    fc.assert(
        fc.property(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 50 }), (kind, count) => {
            const containers = Array.from({ length: count }, (_, index) => ({
                name: index === 0 ? "app" : `app${String(index)}`,
            }));
            const { type, props } = wrap(kind, { spec: { containers, initContainers: [{ name: "init" }] } });
            const { after, found } = remedied(type, props);
            for (const control of remediable) expect(findings(control, type, after)).toEqual([]);
            expect(found.length).toBeGreaterThanOrEqual(7);
        }),
        { numRuns: 50 },
    );
});
