import { controls } from "hardened-containers-policies/controls";
import { benchmarks } from "./benchmarks";

test.each(controls.map(({ id, references }) => [id, references] as const))(
    "%s refers to what exists",
    (_, references) => {
        expect(references.filter((reference) => !(reference in benchmarks))).toEqual([]);
        expect(new Set(references).size).toBe(references.length);
    },
);

test("each row of the Pod Security Standards has its control", () => {
    const referred = controls
        .filter(({ podSecurity }) => podSecurity !== undefined)
        .flatMap(({ references }) => references);
    expect(Object.keys(benchmarks).filter((row) => row.startsWith("PSS ") && !referred.includes(row))).toEqual([]);
});
