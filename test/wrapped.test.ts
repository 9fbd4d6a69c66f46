import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { readFixtures, type Fixture } from "./fixtures";
import { kinds, lists, placeIn, wrap, type Kind } from "./kinds";

const fixtures = readFixtures();
const podSecurity = controls.filter((control) => control.podSecurity !== undefined);

/** The same pod at all the versions where it is a fixture of a level: messages name the versions that refuse it. */
const groups = new Map<string, { pod: Fixture["pod"]; level: Fixture["level"]; versions: number[] }>();
for (const { pod, level, version, expected, name } of fixtures) {
    const key = [level, expected, name, JSON.stringify(pod)].join();
    const group = groups.get(key) ?? { pod, level, versions: [] };
    groups.set(key, group);
    group.versions.push(version);
}

/** Each finding as the control, the place and the problem. */
function verdict(resource: Resource, { level, versions }: { level: Fixture["level"]; versions: number[] }) {
    return podSecurity.flatMap((control) => {
        const { id } = control;
        const { findings, undecided } = judge(control, resource, { level, versions });
        return [
            ...findings.map(({ path, message }) => ({ id, path, problem: message.slice(path.length) })),
            ...undecided.map(({ path }) => ({ id, path, problem: "undecided" })),
        ];
    });
}

/** The pod with all its containers in one list. */
function moved({ metadata, spec }: Fixture["pod"], list: string | undefined): Data {
    if (list === undefined) return { metadata, spec };
    const all = lists.flatMap((each) => (spec[each] ?? []) as Data[]);
    const others = Object.entries(spec).filter(([key]) => !lists.includes(key));
    return { metadata, spec: { ...Object.fromEntries(others), containers: [], [list]: all } };
}

const verdicts = [...groups.values()].map((group) => {
    const props = { ...group.pod };
    return { group, found: verdict({ type: "kubernetes:core/v1:Pod", urn: "", name: "web", props }, group) };
});

/** The fixtures that are judged otherwise when wrapped in a kind, with the containers moved to a list. */
function faultsOfWrapped(kind: Kind, list: string | undefined): string[] {
    return verdicts.flatMap(({ group, found }) => {
        const show = (findings: typeof found): string =>
            findings
                .map((each) => Object.values(each).join(" "))
                .sort()
                .join();
        const actual = show(verdict(wrap(kind, moved(group.pod, list)), group));
        const expected = show(
            found.map(({ id, path, problem }) => {
                const place = list === undefined ? path : path.replace(/^spec\.\w+ontainers\[/, `spec.${list}[`);
                return { id, path: placeIn(kind, place), problem };
            }),
        );
        return actual === expected ? [] : [`${String(group.pod.metadata.name)}: ${actual} instead of ${expected}`];
    });
}

test("there is something to compare with, and no version is lost", () => {
    expect([...groups.values()].flatMap(({ versions }) => versions)).toHaveLength(4537);
    expect(new Set(verdicts.flatMap(({ found }) => found).map(({ id }) => id)).size).toBe(19);
});

test.each(kinds.map((kind) => [kind.kind, kind] as const))("the fixtures as %s", (_, kind) => {
    expect([undefined, ...lists].flatMap((list) => faultsOfWrapped(kind, list)).slice(0, 5)).toEqual([]);
});
