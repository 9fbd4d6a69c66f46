/** A place in arguments that takes an Output, with the value that is there. */
export interface Leaf {
    path: (string | number)[];
    value: unknown;
}

/** The places in arguments that take an Output; fields in `plain`, named by the ends of their paths, do not. */
export function leavesOf(args: unknown, plain: string[] = [], path: (string | number)[] = []): Leaf[] {
    const fields = `.${path.filter((each) => typeof each === "string").join(".")}`;
    if (plain.some((each) => fields.endsWith(`.${each}`))) return [];
    if (Array.isArray(args)) return args.flatMap((each, index) => leavesOf(each, plain, [...path, index]));
    if (typeof args !== "object" || args === null) return [{ path, value: args }];
    return Object.entries(args).flatMap(([key, each]) => leavesOf(each, plain, [...path, key]));
}

/** The arguments with the value at a place replaced. */
export function replacedAt(args: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
    if (key === undefined) return by;
    if (Array.isArray(args))
        return args.map((each: unknown, index) => (index === key ? replacedAt(each, rest, by) : each));
    const object = args as Record<string, unknown>;
    return { ...object, [key]: replacedAt(object[key], rest, by) };
}
