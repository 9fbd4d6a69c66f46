import { controls } from "hardened-containers-policies/controls";
import { newest } from "hardened-containers-policies/versions";
import { checkOf, complaints, faultsOfFixtures, readFixtures } from "./fixtures";

const fixtures = readFixtures();
const failing = fixtures.filter(({ expected }) => expected === "fail");

test("all of upstream's fixtures are there, of every version", () => {
    expect(fixtures).toHaveLength(4537);
    expect([...new Set(fixtures.map(({ version }) => version))].sort((a, b) => a - b)).toEqual(
        Array.from({ length: newest + 1 }, (_, minor) => minor),
    );
});

test("each check upstream has is accounted for, and each control stands for one", () => {
    expect([...new Set(failing.map(checkOf))].sort()).toEqual(Object.keys(complaints).sort());
    const complaining = new Set(failing.flatMap((fixture) => complaints[checkOf(fixture)]?.(fixture)));
    const ofPodSecurity = controls.filter(({ podSecurity }) => podSecurity !== undefined).map(({ id }) => id);
    expect(ofPodSecurity).toHaveLength(19);
    expect([...complaining].sort()).toEqual(ofPodSecurity.sort());
});

test("exactly the controls that stand for a check complain of what fails it, and none of what passes", () => {
    expect(faultsOfFixtures(fixtures, controls)).toEqual([]);
});
