import { isUnknown } from "hardened-containers-policies/unknown";
import { deploymentArgs, leavesOf, namespaceArgs, replacedAt, type Leaf } from "./components/full";
import { withComponents, type Component } from "./components/program";

/** What hangs on a value that is not known, beside the value itself, and what it is then. */
const derived = (value: unknown): string[] => [String(value), `${String(value)}/32`];

/** Each value of a resource by its path. */
function values(data: unknown, path = ""): [string, unknown][] {
    if (typeof data !== "object" || data === null) return [[path, data]];
    return Object.entries(data).flatMap(([key, child]) => values(child, `${path}.${key}`));
}

test.each([
    ["Namespace", namespaceArgs],
    ["Deployment", deploymentArgs],
] as const)(
    "one unknown output in any argument of a %s leaves all the rest known at preview",
    async (kind, args) => {
        const leaves: Leaf[] = leavesOf(args);
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
            const faults = leaves.flatMap(({ path, value }, index) => {
                const where = path.join(".");
                const resources = inputsOf(`leaf${index}`);
                if (resources.length !== known.length)
                    return [`${where}: ${resources.length} resources, not ${known.length}`];
                const unknown = resources.flatMap(([role, all], at) => {
                    const before = new Map(known[at]?.[1]);
                    return all.flatMap(([place, now]) =>
                        isUnknown(now) ? [[`${role}${place}`, before.get(place)] as const] : [],
                    );
                });
                // Whether a block holds the metadata addresses, which are then left out, hangs on the block.
                const excepted = (place: string) => path.at(-1) === "cidr" && place.endsWith(".except");
                const lost = unknown.filter(
                    ([place, before]) => !derived(value).includes(String(before)) && !excepted(place),
                );
                return [
                    ...(unknown.length === 0 ? [`${where}: nothing is unknown, so it is not used`] : []),
                    ...lost.map(([place]) => `${where}: ${place} is unknown, too`),
                ];
            });
            expect(faults).toEqual([]);
        });
    },
    120_000,
);
