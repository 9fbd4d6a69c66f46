import fc from "fast-check";
import { controls } from "hardened-containers-policies/controls";
import { judge, subjectOf, type Judgement } from "hardened-containers-policies/judge";
import type { Control, Rule } from "hardened-containers-policies/control";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { judgeBy, rulesOf, standardsOf } from "./examples";
import { pathsIn, replaced, written, type Key } from "./places";
import { asOnWire } from "./wire";

/** What is at a path, whichever the elements of lists on it; but the resource is the one that the path says. */
function valuesAt(resources: readonly unknown[], [resource, ...path]: readonly Key[]): unknown[] {
    return path.reduce(
        (all: unknown[], key) =>
            all.flatMap((each: unknown) =>
                Array.isArray(each) ? (each as unknown[]) : [(each as Data | undefined)?.[key]],
            ),
        [resources[Number(resource)]],
    );
}

function distinct(values: readonly unknown[]): unknown[] {
    return [undefined, ...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

interface Case {
    control: Control;
    rule: Rule;
    resources: Resource[];
    /** The paths of everything in the properties of the resources, behind the number of the resource. */
    paths: Key[][];
    judge: (resources: readonly Resource[]) => Judgement;
    /** What may be at a path as far as the control's examples say. */
    values: (path: readonly Key[]) => unknown[];
}

/** Every example of every rule, as resources. */
const cases: Case[] = controls.flatMap((control) =>
    rulesOf(control).flatMap((rule) => {
        const examples = [...rule.good, ...rule.bad];
        const embedded = examples.map((example) =>
            rule.on.embed(subjectOf(example)).map(({ props }) => asOnWire(props)),
        );
        return examples.map((example, index): Case => {
            const resources = rule.on
                .embed(subjectOf(example))
                .map((each) => ({ ...each, props: asOnWire(each.props) as Data }));
            return {
                control,
                rule,
                resources,
                paths: pathsIn(embedded[index]).filter((path) => path.length > 1),
                judge: (all) => judgeBy(control, rule, all, standardsOf(control, example)),
                values: (path) => distinct(embedded.flatMap((each) => valuesAt(each, path))),
            };
        });
    }),
);

function withValue(resources: readonly Resource[], [number, ...path]: readonly Key[], by: unknown): Resource[] {
    return resources.map((each, index) => ({
        ...each,
        props: (index === number ? replaced(each.props, path, by) : { ...each.props }) as Data,
    }));
}

const outcome = ({ findings, undecided }: Judgement): string =>
    findings.length > 0 ? "found" : undecided.length > 0 ? "undecided" : "passed";

/** What is wrong with the verdict on a case with unknowns at some paths. */
function faults(
    { control, rule, resources, judge: judged, values }: Case,
    paths: readonly Key[][],
    unknown: string,
): string[] {
    const hidden = paths.reduce<readonly Resource[]>((all, path) => withValue(all, path, unknown), resources);
    let ways: (readonly Resource[])[] = [hidden];
    // From the end, so that leaving out an element does not move the places before it.
    for (const path of [...paths].reverse())
        ways = ways.flatMap((way) => values(path).map((value) => withValue(way, path, value)));
    const possible = new Set(ways.map((way) => outcome(judged(way))));
    const verdict = judged(hidden);
    const where = `${control.id} over ${rule.on.name}, ${paths.map((path) => path.join(".")).join(" and ")} unknown in ${JSON.stringify(resources.map(({ props }) => props))}`;
    const found: string[] = [];
    if (outcome(verdict) === "found" && possible.has("passed"))
        found.push(`${where}: invents ${verdict.findings.map(({ message }) => message).join()}`);
    if (outcome(verdict) === "passed" && (possible.size > 1 || !possible.has("passed")))
        found.push(`${where}: hides what may be`);
    if (outcome(verdict) === "undecided" && possible.size === 1 && possible.has("found"))
        found.push(`${where}: does not see what is certain`);
    const [path, ...others] = paths;
    if (outcome(verdict) === "undecided" && rule.on.scope === "resource" && path !== undefined && others.length === 0) {
        const [number, ...inside] = path;
        const place = written(hidden[Number(number)]?.props, inside);
        const named = verdict.undecided.map((each) => each.path).join();
        if (named !== place) found.push(`${where}: names ${named}, not ${place}`);
    }
    return found;
}

test.each(Object.entries(sentinels))("one unknown %s anywhere", (_, unknown) => {
    const found = cases.flatMap((each) => each.paths.flatMap((path) => faults(each, [path], unknown)));
    expect(found.slice(0, 5)).toEqual([]);
    expect(cases.flatMap(({ paths }) => paths).length).toBeGreaterThan(1000);
});

test("several unknowns anywhere", () => {
    const wide = cases.filter(({ paths }) => paths.length > 1);
    const several = fc.constantFrom(...wide).chain((each) =>
        fc.record({
            each: fc.constant(each),
            paths: fc.uniqueArray(fc.constantFrom(...each.paths), {
                minLength: 2,
                maxLength: 3,
                selector: (path) => path.join(),
            }),
            unknown: fc.constantFrom(...Object.values(sentinels)),
        }),
    );
    const isWithin = (inner: readonly Key[], outer: readonly Key[]): boolean =>
        outer.every((key, index) => inner[index] === key);
    fc.assert(
        fc.property(several, ({ each, paths, unknown }) => {
            fc.pre(paths.every((path) => paths.every((other) => path === other || !isWithin(path, other))));
            const inOrder = each.paths.filter((path) => paths.includes(path));
            expect(faults(each, inOrder, unknown)).toEqual([]);
        }),
        { numRuns: 2000, seed: 1 },
    );
});

test("whatever is unknown beside it, a violation is reported", () => {
    const unknown = sentinels.string;
    const found = controls.flatMap((control) => {
        const { on, bad } = control;
        if (on.scope === "stack") return [];
        return bad.flatMap((example) =>
            on.embed(subjectOf(example)).flatMap((resource) => {
                const { spec, metadata } = resource.props as { spec?: Data; metadata: Data };
                if (spec === undefined) return [];
                const beside = {
                    initContainers: [
                        {
                            name: "first",
                            ...Object.fromEntries(
                                ["image", "env", "securityContext", "ports", "resources"].map((key) => [key, unknown]),
                            ),
                        },
                    ],
                    volumes: [unknown, ...((spec.volumes ?? []) as unknown[])],
                };
                const props = {
                    ...resource.props,
                    metadata: { ...metadata, labels: unknown },
                    spec: { ...beside, nodeSelector: unknown, ...spec, volumes: beside.volumes },
                };
                const { findings } = judge(control, { ...resource, props }, standardsOf(control, example));
                return findings.length > 0 ? [] : [`${control.id} does not find ${JSON.stringify(example)}`];
            }),
        );
    });
    expect(found).toEqual([]);
});
