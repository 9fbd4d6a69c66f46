import { join } from "node:path";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import ts from "typescript";
import { arguments_, interfaces } from "./components/arbitraries";
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

test("the arbitraries cover every field of every args interface", () => {
    const covered = Object.entries(interfaces).map(([name, fields]) => [name, Object.keys(fields).sort()]);
    expect(Object.fromEntries(covered)).toEqual(fieldsOf(join(__dirname, "..", "components")));
});

const kinds = ["Namespace", "Deployment"] as const;

function generated(numRuns: number, seed: number, prefix: string): Component[] {
    return kinds.flatMap((kind) =>
        fc.sample(arguments_[kind] as fc.Arbitrary<unknown>, { numRuns, seed }).map((args, index) => ({
            kind,
            name: `${prefix}-${kind.toLowerCase()}-${index}`,
            args,
        })),
    );
}

/** The same arguments, with all of them known at preview. */
function allKnown(components: Component[]): Component[] {
    return JSON.parse(JSON.stringify(components).replaceAll('"$later"', '"$output"')) as Component[];
}

const least: Component[] = [
    { kind: "Namespace", name: "least", args: {} },
    {
        kind: "Deployment",
        name: "least-app",
        args: { namespace: "least", image: `app@sha256:${"0".repeat(64)}`, memory: "64Mi" },
    },
];

/** Few enough resources for the engine, whose time grows faster than their number. */
const batch = 50;

describe("components pass the pack", () => {
    const seed = Date.now();

    test.each(Array.from({ length: runs / batch }, (_, index) => index))(
        `with any arguments that need no exception (batch %i of ${runs} runs a component, seed ${seed})`,
        async (index) => {
            const components = allKnown([...least, ...generated(batch, seed + index, `b${index}`)]);
            await withComponents(components, async (run) => {
                const { exitCode, policies, output, steps } = await run("preview", { policyPack });
                expect(policies).toEqual([]);
                expect(exitCode === 0 ? "" : output).toBe("");
                expect(steps.length).toBeGreaterThan(components.length * 4);
            });
        },
        120_000,
    );

    test("at preview with values that are not known yet, and at update", async () => {
        await withComponents([...least, ...generated(8, seed, "later")], async (run) => {
            // What hangs on an unknown value cannot be decided yet; nothing else may be said.
            const previewed = await run("preview", { policyPack });
            const said = previewed.policies.filter(({ message }) => !message.includes("cannot be decided before"));
            expect({ seed, exitCode: previewed.exitCode, said }).toEqual({ seed, exitCode: 0, said: [] });
            const { exitCode, policies } = await run("up", { policyPack, skipPreview: true });
            expect({ seed, exitCode, policies }).toEqual({ seed, exitCode: 0, policies: [] });
        });
    }, 120_000);
});
