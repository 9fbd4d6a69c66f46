import { controls } from "hardened-containers-policies/controls";
import type { Control, Rule, Standard } from "hardened-containers-policies/control";
import { podKinds } from "hardened-containers-policies/subjects/pod-kinds";
import { containerLists } from "hardened-containers-policies/subjects/pods";
import { faultsOfExamples, rulesOf } from "./examples";
import { faultsOfFixtures, readFixtures } from "./fixtures";
import { faultsOfKinds } from "./kinds";

const fixtures = readFixtures();

/** Whether the suite notices that a control is another one. */
function isKilled(mutant: Control): boolean {
    return (
        faultsOfExamples(mutant).length > 0 ||
        faultsOfFixtures(fixtures, mutant.podSecurity === undefined ? [] : [mutant]).length > 0
    );
}

type Check = Rule["check"];

/** The control with the check of one of its rules replaced. */
function mutate(control: Control, rule: Rule, by: (check: Check) => Check): Control {
    const check = by((subject, standard) => rule.check(subject, standard));
    return rule === control.across ? { ...control, across: { ...rule, check } } : { ...control, check };
}

const rules = controls.flatMap((control) =>
    rulesOf(control).map((rule) => [`${control.id} over ${rule.on.name}`, control, rule] as const),
);

test("what is not mutated survives", () => {
    expect(rules.filter(([, control, rule]) => isKilled(mutate(control, rule, (check) => check)))).toEqual([]);
    expect(faultsOfKinds()).toEqual([]);
});

test.each(rules)("%s that never complains is noticed", (_, control, rule) => {
    expect(isKilled(mutate(control, rule, () => () => undefined))).toBe(true);
});

test.each(rules)("%s that always complains is noticed", (_, control, rule) => {
    expect(isKilled(mutate(control, rule, () => () => "complains"))).toBe(true);
});

/** The versions at which a rule changes: what its check asks for, over examples and fixtures. */
function boundsOf(control: Control, rule: Rule): number[] {
    const asked = new Set<number>();
    const recording = mutate(control, rule, (check) => (subject, standard) => {
        const record = (minor: number): boolean => (asked.add(minor), standard.since(minor));
        return check(subject, { ...standard, since: record });
    });
    faultsOfExamples(recording);
    faultsOfFixtures(fixtures, recording.podSecurity === undefined ? [] : [recording]);
    return [...asked];
}

const bounds = rules.flatMap(([name, control, rule]) =>
    boundsOf(control, rule).map((bound) => [name, bound, control, rule] as const),
);

test("the versions at which controls change are upstream's", () => {
    const found = controls.flatMap((control) => {
        const own = bounds.filter((each) => each[2] === control).map((each) => each[1]);
        return own.length > 0 ? [[control.id, own.sort((a, b) => a - b)] as const] : [];
    });
    expect(Object.fromEntries(found)).toEqual({
        "default-capabilities": [25],
        "selinux-options": [31],
        "default-proc-mount": [35],
        "no-unconfined-seccomp": [19, 25],
        "safe-sysctls": [27, 29, 32, 37],
        "no-probe-host": [34],
        "no-privilege-escalation": [8, 25],
        "run-as-non-root": [35],
        "non-root-user": [23, 35],
        "seccomp-profile": [19, 25],
        "drop-all-capabilities": [22, 25],
        "restricted-proc-mount": [35],
    });
});

test.each(bounds)("%s with its bound 1.%d moved is noticed", (_, bound, control, rule) => {
    const moved = (by: number): Control =>
        mutate(control, rule, (check) => (subject, standard) => {
            const shifted: Standard["since"] = (minor) => standard.since(minor === bound ? minor + by : minor);
            return check(subject, { ...standard, since: shifted });
        });
    expect([isKilled(moved(1)), isKilled(moved(-1))]).toEqual([true, true]);
});

test.each(Object.keys(podKinds))("that %s holds pods, forgotten, is noticed", (kind) => {
    const { [kind]: known } = podKinds;
    Reflect.deleteProperty(podKinds, kind);
    const faults = faultsOfKinds();
    if (known !== undefined) podKinds[kind] = known;
    expect(faults).not.toEqual([]);
});

const groups = Object.entries(podKinds).flatMap(([kind, { groups: all }]) =>
    all.map((group) => [group, kind] as const),
);

test.each(groups)("the group %p of %s, forgotten, is noticed", (group, kind) => {
    const known = podKinds[kind];
    if (known !== undefined) podKinds[kind] = { ...known, groups: known.groups.filter((each) => each !== group) };
    const faults = faultsOfKinds();
    if (known !== undefined) podKinds[kind] = known;
    expect(faults).not.toEqual([]);
});

test.each([...containerLists])("the list %s, forgotten, is noticed", (list) => {
    const mutable = containerLists as unknown as string[];
    const known = [...mutable];
    mutable.splice(mutable.indexOf(list), 1);
    const faults = faultsOfKinds();
    mutable.splice(0, mutable.length, ...known);
    expect(faults).not.toEqual([]);
});
