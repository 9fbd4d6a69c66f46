import leven from "leven";

/** What was meant, if a name is like one of some others; else which there are, if they are few. */
export function nearest(name: string, names: readonly string[]): string {
    const [best] = names
        .map((each) => ({ each, distance: leven(name, each) }))
        .filter(({ each, distance }) => distance <= Math.max(2, each.length / 3))
        .sort((a, b) => a.distance - b.distance);
    if (best !== undefined) return `; did you mean ${best.each}?`;
    return names.length > 0 && names.length <= 10 ? `; there are ${names.join(", ")}` : "";
}
