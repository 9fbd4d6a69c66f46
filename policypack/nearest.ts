import leven from "leven";

/** The known name that a misspelt one most probably stands for: a third of it may be different, or two letters. */
function nearest(name: string, known: Iterable<string>): string | undefined {
    const distances = [...known].map((each) => [each, leven(name, each)] as const);
    const most = Math.max(2, Math.floor(name.length / 3));
    const [first] = distances.filter(([, distance]) => distance <= most).sort(([, a], [, b]) => a - b);
    return first?.[0];
}

/** ` (did you mean no-privileged?)` after a name that is not known; nothing where no other is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
    // Nobody misspells a name of that length, and comparing takes time.
    const meant = name.length > 100 ? undefined : nearest(name, known);
    return meant === undefined ? "" : ` (did you mean ${meant}?)`;
}
