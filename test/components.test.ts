import { join } from "node:path";
import { readFileSync, readdirSync } from "node:fs";
import { ComponentResource } from "@pulumi/pulumi";
import fc from "fast-check";
import * as exported from "hardened-containers";
import ts from "typescript";
import type { Case } from "./components/case";
import { cases } from "./components/cases";
import { withComponents, type Component } from "./components/program";

const policyPack = join(__dirname, "..", "policypack");
const runs = 200;

/** The fields of the exported interfaces of a folder, own and inherited. */
function fieldsOf(folder: string): Record<string, string[]> {
    const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
    const declared = files.flatMap((file) => {
        const source = ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest);
        return source.statements.filter(ts.isInterfaceDeclaration).filter(({ name }) => name.text.endsWith("Args"));
    });
    const fields = (one: ts.InterfaceDeclaration): string[] => {
        const bases =
            one.heritageClauses?.flatMap(({ types }) =>
                types.map(({ expression }) => (expression as ts.Identifier).text),
            ) ?? [];
        const own = one.members.map((member) => (member.name as ts.Identifier).text);
        return [...own, ...declared.filter(({ name }) => bases.includes(name.text)).flatMap(fields)];
    };
    return Object.fromEntries(declared.map((one) => [one.name.text, fields(one).sort()]));
}

test("there is a case of every component", () => {
    const components = Object.entries(exported)
        .filter(([, value]) => typeof value === "function" && value.prototype instanceof ComponentResource)
        .map(([name]) => name);
    expect(cases.map(({ kind }) => kind).sort()).toEqual(components.sort());
});

test("the arbitraries cover every field of every args interface", () => {
    const covered = cases.flatMap(({ interfaces }) =>
        Object.entries(interfaces).map(([name, fields]) => [name, Object.keys(fields).sort()] as const),
    );
    expect(Object.fromEntries(covered)).toEqual(fieldsOf(join(__dirname, "..", "components")));
});

function generated({ kind, any, least }: Case, numRuns: number, seed: number): Component[] {
    const prefix = kind.toLowerCase();
    const some = fc.sample(any, { numRuns, seed });
    return [least, ...some].map((args, index) => ({ kind, name: `${prefix}-${index}`, args }));
}

/** The same arguments, with all of them known at preview. */
function allKnown(components: Component[]): Component[] {
    return JSON.parse(JSON.stringify(components).replaceAll('"$later"', '"$output"')) as Component[];
}

/** Few enough resources for the engine, whose time grows faster than their number. */
const batch = 100;

describe("components pass the pack", () => {
    const seed = Date.now();
    const batches = cases.flatMap((each) =>
        Array.from({ length: runs / batch }, (_, index) => [each.kind, index, each] as const),
    );

    test.each(batches)(
        `%s with any arguments that need no exception (batch %i of ${runs} runs, seed ${seed})`,
        async (_, index, each) => {
            const components = allKnown(generated(each, batch, seed + index));
            await withComponents(components, async (run) => {
                const { exitCode, policies, output, steps } = await run("preview", { policyPack });
                expect(policies).toEqual([]);
                expect(exitCode === 0 ? "" : output).toBe("");
                expect(steps.length).toBeGreaterThan(components.length);
            });
        },
        300_000,
    );

    test.each(cases.map((each) => [each.kind, each] as const))(
        "%s at preview with values that are not known yet, and at update",
        async (_, each) => {
            await withComponents(generated(each, 8, seed), async (run) => {
                // What hangs on an unknown value cannot be decided yet; nothing else may be said.
                const previewed = await run("preview", { policyPack });
                const said = previewed.policies.filter(({ message }) => !message.includes("cannot be decided before"));
                expect({ seed, exitCode: previewed.exitCode, said }).toEqual({ seed, exitCode: 0, said: [] });
                const { exitCode, policies } = await run("up", { policyPack, skipPreview: true });
                expect({ seed, exitCode, policies }).toEqual({ seed, exitCode: 0, policies: [] });
            });
        },
        300_000,
    );
});
