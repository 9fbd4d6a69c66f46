import { formats } from "hardened-containers-policies/credential-formats";
import { credentialIn, mayHoldCredential } from "hardened-containers-policies/credentials";
import { forms, generator, made, structured } from "./credentials";
import { harmless } from "./harmless";

const random = generator(4);

/** Where a credential stands in a text. */
const places: ((credential: string) => string)[] = [
    (it) => it,
    (it) => `{"log": "json", "credential": ${JSON.stringify(it)}, "retries": 3}`,
    (it) => `# settings\nLOG_LEVEL=info\nCREDENTIAL=${it}\nRETRIES=3\n`,
    (it) => `log: json\ncredential: '${it}'\nretries: 3\n`,
    (it) => `exec /app --credential ${it} --verbose`,
];

const credentials = [
    ...Object.entries(forms).flatMap(([kind, list]) => list.map((form) => ({ kind, make: () => made(form, random) }))),
    ...Object.entries(structured).map(([kind, make]) => ({ kind, make: () => make(random) })),
];

test("each format has samples", () => {
    expect([...new Set(credentials.map(({ kind }) => kind))].sort()).toEqual(
        [...new Set(formats.map(({ kind }) => kind))].sort(),
    );
});

test("a text without any keyword is nobody's subject, and at each place there is one keyword at most", () => {
    const all = formats.flatMap(({ keywords }) => keywords);
    expect(all.filter((keyword) => keyword.length < 2)).toEqual([]);
    expect(all.filter((keyword, place) => all.some((it, at) => at !== place && it.startsWith(keyword)))).toEqual([]);
    expect(mayHoldCredential("correct horse battery staple", "SETTING")).toBe(false);
});

test("precision and recall", () => {
    const positive = credentials.flatMap(({ kind, make }) =>
        places.flatMap((place) => {
            // In JSON quotes stand escaped, which formats in JSON do not survive.
            const text = place(make());
            return kind === "a registry password" && place !== places[0] ? [] : [{ kind, text }];
        }),
    );
    const negative = harmless(generator(5));
    expect(positive.length).toBeGreaterThanOrEqual(100);
    expect(negative.length).toBeGreaterThanOrEqual(300);
    const missed = positive.filter(({ text }) => credentialIn(text, "SETTING") === undefined);
    const invented = negative.filter((text) => credentialIn(text, "SETTING") !== undefined);
    const found = positive.length - missed.length;
    const numbers = { precision: found / (found + invented.length), recall: found / positive.length };
    // What is wrong, where it is not good enough.
    expect(numbers.precision >= 0.99 ? [] : invented).toEqual([]);
    expect(numbers.recall >= 0.98 ? [] : missed).toEqual([]);
});

test("what is found is called what it is", () => {
    for (const { kind, make } of credentials) expect(credentialIn(make(), "SETTING")).toBe(kind);
    expect(credentialIn(made("{s38}aZ", random), "AWS_SECRET_ACCESS_KEY")).toBe("an AWS secret access key");
});

describe("hostile texts", () => {
    test("no format has a quantifier without a bound", () => {
        for (const { kind, pattern } of formats) {
            const operators = pattern.source.replaceAll(/\\.|\[\^?(?:\\.|[^\]\\])*\]/g, "x");
            expect([kind, /[*+]|\{\d+,\}/.exec(operators)?.[0]]).toEqual([kind, undefined]);
        }
    });

    test("five megabytes of what begins like a credential end", () => {
        const starts = [
            ...formats.flatMap(({ keywords }) => keywords),
            "-----BEGIN PRIVATE KEY-----",
            "://a:",
            "://a:a@",
        ];
        for (const [index, each] of starts.entries()) {
            const text = `${each}${["", " ", "a".repeat(300)][index % 3] ?? ""}`;
            expect(credentialIn(text.repeat(5e6 / text.length))).toBeUndefined();
        }
    }, 180_000);
});
