import { isUnknown } from "hardened-containers-policies/unknown";
import { cases } from "./components/cases";
import { leavesOf, replacedAt } from "./components/leaves";
import { withComponents, type Component } from "./components/program";

/** Each value of a resource by its path. */
function values(data: unknown, path = ""): [string, unknown][] {
    if (typeof data !== "object" || data === null) return [[path, data]];
    return Object.entries(data).flatMap(([key, child]) => values(child, `${path}.${key}`));
}

test.each(cases.map((each) => [each.kind, each] as const))(
    "one unknown output in any argument of a %s leaves all the rest known at preview",
    async (kind, { full: args, plain, hangsOn }) => {
        const leaves = leavesOf(args, plain);
        const components: Component[] = [
            { kind, name: "known", args },
            ...leaves.map(({ path, value }, index) => ({
                kind,
                name: `leaf${index}`,
                args: replacedAt(args, path, { $later: value }),
            })),
        ];
        await withComponents(components, async (run) => {
            const { exitCode, output, steps } = await run("preview");
            expect(exitCode === 0 ? "" : output).toBe("");
            const inputsOf = (name: string) =>
                steps
                    .filter(({ urn }) => urn.includes(`::${name}-`))
                    .map(
                        ({ urn, inputs }) =>
                            [urn.slice(urn.lastIndexOf("::")).replace(`::${name}-`, ""), values(inputs)] as const,
                    )
                    .sort(([a], [b]) => (a < b ? -1 : 1));
            const known = inputsOf("known");
            const faults = leaves.flatMap((leaf, index) => {
                const { path, value } = leaf;
                const where = path.join(".");
                const resources = inputsOf(`leaf${index}`);
                if (resources.length !== known.length)
                    return [`${where}: ${resources.length} resources, not ${known.length}`];
                const unknown = resources.flatMap(([role, all], at) => {
                    const before = new Map(known[at]?.[1]);
                    // Some are made by the cloud and never known before.
                    return all.flatMap(([place, now]) =>
                        isUnknown(now) && !isUnknown(before.get(place))
                            ? [[`${role}${place}`, before.get(place)] as const]
                            : [],
                    );
                });
                // Each value in the arguments is one of its own: what is made from it shows it.
                const lost = unknown.filter(
                    ([place, before]) => !String(before).includes(String(value)) && hangsOn?.(leaf, place) !== true,
                );
                return [
                    ...(unknown.length === 0 ? [`${where}: nothing is unknown, so it is not used`] : []),
                    ...lost.map(([place]) => `${where}: ${place} is unknown, too`),
                ];
            });
            expect(faults).toEqual([]);
        });
    },
    300_000,
);
