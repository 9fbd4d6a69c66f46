/** The place that a path leads to, compared with what another library says of the same document. */
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from "yaml";
import { positionsIn } from "../../cli/inputs/positions";

// The one that the command uses; at the top there is an older one, which a tool uses.
const { dump } = createRequire(join(__dirname, "..", "..", "cli", "package.json"))("js-yaml") as {
    dump: (value: unknown, options?: object) => string;
};

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

// None is a part of another one up to a dot, so that a path means one thing.
const key = fc.oneof(
    fc.stringMatching(/^[b-z]{1,8}$/),
    fc.stringMatching(/^app\.example\.com\/[a-z]{1,8}$/),
    fc.constantFrom(
        "with space",
        "'quoted'",
        '"double"',
        "a: b",
        "#hash",
        "ünïcode 🎉",
        "- dash",
        "true",
        "{x}",
        "&a",
        "*a",
    ),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant("a\nb\n")),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
        // As containers are.
        fc
            .uniqueArray(fc.stringMatching(/^[a-z]{3,6}$/), { minLength: 1, maxLength: 3 })
            .map((names) => names.map((name) => ({ name, image: "a" }))),
    ),
}));

/** All paths of a value, as the pack writes them, with the keys that they stand for. */
function pathsIn(it: Value, path = "", keys: (string | number)[] = []): { path: string; keys: (string | number)[] }[] {
    const own = { path, keys };
    if (Array.isArray(it)) {
        return [
            own,
            ...it.flatMap((each, index) => {
                const name = typeof each === "object" && each !== null && !Array.isArray(each) ? each.name : undefined;
                const label = typeof name === "string" ? name : String(index);
                return pathsIn(each, `${path}[${label}]`, [...keys, index]);
            }),
        ];
    }
    if (typeof it !== "object" || it === null) return [own];
    return [
        own,
        ...Object.entries(it).flatMap(([name, each]) => pathsIn(each, `${path}${path && "."}${name}`, [...keys, name])),
    ];
}

type Position = { line: number; column: number } | undefined;

/** Where the other library has the key, or the element of a list. */
function oracle(text: string): (keys: (string | number)[]) => Position {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter });
    return (keys) => {
        const holder = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents;
        const last = keys.at(-1);
        const place = isMap(holder)
            ? holder.items.find(({ key }) => isNode(key) && String(key.toJSON()) === String(last))?.key
            : isSeq(holder)
              ? holder.items[Number(last)]
              : undefined;
        const start = isNode(place) ? place.range?.[0] : undefined;
        if (start === undefined) return undefined;
        const { line, col } = lineCounter.linePos(start);
        return { line, column: col };
    };
}

/** Ways to write the same. */
const renderings: [string, (it: Value) => string][] = [
    ["block style", (it) => dump(it)],
    ["block style, deeper", (it) => dump(it, { indent: 6, quoteStyle: "double", forceQuotes: true })],
    ["flow style", (it) => dump(it, { flowLevel: 0 })],
    ["flow style within", (it) => dump(it, { flowLevel: 2 })],
    ["the other library's block style", (it) => stringify(it, { indentSeq: false })],
    ["the other library's flow style", (it) => stringify(it, { collectionStyle: "flow" })],
    ["JSON", (it) => JSON.stringify(it)],
    ["JSON in lines", (it) => JSON.stringify(it, undefined, 3)],
    ["JSON with tabs", (it) => JSON.stringify(it, undefined, "\t")],
];

test.each(renderings)("a path leads to the key or element itself: %s", (name, render) => {
    fc.assert(
        fc.property(fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true }), (object) => {
            const text = render(object);
            const json = name.startsWith("JSON");
            const find = positionsIn({ text, line: 7, json });
            // The oracle takes tabs for what they are in JSON, if they are spaces.
            const expected = oracle(json ? text.replaceAll("\t", " ") : text);
            for (const { path, keys } of pathsIn(object).slice(1)) {
                const place = expected(keys);
                expect([path, find([], path)]).toEqual([path, place && { ...place, line: place.line + 7 }]);
            }
        }),
        { numRuns: 60 },
    );
});

test("what is missing is looked for as far as the path goes", () => {
    const text = "spec:\n  containers:\n    - name: app\n      image: a\nstatus: {}\n";
    const find = positionsIn({ text, line: 0 });
    const lineOf = (path: string): number => find([], path).line;
    expect(lineOf("")).toBe(1);
    expect(lineOf("spec.containers[app].securityContext.capabilities.add[SYS_ADMIN]")).toBe(3);
    expect(lineOf("spec.containers[other]")).toBe(2);
    expect(lineOf("status.phase")).toBe(5);
    expect(lineOf("nowhere")).toBe(1);
});

test("keys in brackets, elements named by their metadata, and items of a List", () => {
    const text = `items:
- metadata:
    name: a
    annotations:
      waive.hardened-containers/no-privileged: x
- metadata: {name: b, labels: {app.kubernetes.io/name: y}}
`;
    const find = positionsIn({ text, line: 0 });
    expect(find([], "items[b].metadata.labels.app.kubernetes.io/name")).toEqual({ line: 6, column: 32 });
    expect(find(["items", 0], "metadata.annotations[waive.hardened-containers/no-privileged]").line).toBe(5);
    expect(find(["items", 1], "").line).toBe(6);
    expect(find(["items", 1], "metadata.labels").column).toBe(23);
});

test("a merge key that brings in itself, and aliases of what is around them, end", () => {
    const find = positionsIn({ text: "a: &a\n  <<: *a\n  b: &b [*b, c]\n", line: 0 });
    expect(find([], "a.x.y").line).toBe(1);
    expect(find([], "a.b[0][0][1]").line).toBe(3);
});
