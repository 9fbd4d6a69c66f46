/** Texts made to keep expressions busy: time must grow no faster than they do. */
import { metadataIn } from "hardened-containers-policies/addresses";
import scopedClusterStore from "hardened-containers-policies/controls/external-secrets/scoped-cluster-store";
import { credentialIn } from "hardened-containers-policies/credentials";
import { formats } from "hardened-containers-policies/credential-formats";
import { readRequest } from "hardened-containers-policies/grants";
import { isBounded, matchesWildcards } from "hardened-containers-policies/iam-access";
import { parseImage } from "hardened-containers-policies/image";
import { isPassword, isReference, looksGenerated } from "hardened-containers-policies/placeholder";
import { minorVersions } from "hardened-containers-policies/versions";

const parts = [
    "a",
    "A1",
    " ",
    "0",
    "-",
    ".",
    ":",
    "/",
    "@",
    "a-",
    "a.a/",
    "_",
    "=",
    "{",
    "$(",
    "*",
    "%",
    "\\n",
    "BEGIN ",
];
/** Long runs of one part, of two, and what nearly matches before them. */
const hostile = (length: number): string[] =>
    parts.flatMap((one) => [
        one.repeat(length),
        `${one.repeat(length)}!`,
        ...["a", ":", "/", "@"].map((other) => `${one}${other}`.repeat(length / 2)),
    ]);

const readers: [string, (text: string) => unknown][] = [
    ["images", parseImage],
    ["addresses", (text) => [metadataIn(text), metadataIn(`::${text}/1`)]],
    ["references", isReference],
    ["generated texts", looksGenerated],
    ["passwords", (text) => isPassword("shop", text, text)],
    ["versions", minorVersions],
    ["requests of waivers", readRequest],
    [
        "conditions",
        (text) => isBounded({ conditions: [{ operator: "ArnLike", key: "aws:SourceArn", values: [text] }] }),
    ],
    ["wildcards", (text) => matchesWildcards(text.slice(0, 300), `${text.slice(0, 300)}b`)],
    ["credentials", (text) => credentialIn(text, "TOKEN")],
    ...formats.map(({ kind, keywords }): [string, (text: string) => unknown] => [
        `${kind} (${keywords.join()})`,
        (text) => keywords.map((keyword) => credentialIn(`${keyword}${text}${keyword}`, "TOKEN")),
    ]),
];

function cpu(read: (text: string) => unknown, texts: readonly string[]): number {
    const before = process.cpuUsage();
    for (const text of texts) read(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
}

test.each(readers)("%s", (_, read) => {
    // Linear is eight times as long. Where that takes next to nothing, nothing is measured but the machine.
    const [short, long] = [hostile(500), hostile(4000)];
    const fits = () => cpu(read, long) <= 50 + 24 * cpu(read, short);
    expect(fits() || fits() || fits()).toBe(true);
});

test.each([
    `${"(".repeat(400)}[a-z0-9-]*${")*".repeat(400)}!`,
    `${"([a-z0-9-]*)*".repeat(40)}!`,
    "(?:x{500}){500}",
    "(".repeat(5000),
])("an expression of a user's own: %.20s", (expression) => {
    const conditions = [{ namespaceRegexes: [expression] }];
    const standard = { level: "restricted", since: () => true, settings: {} } as const;
    expect(typeof scopedClusterStore.check({ conditions }, standard)).toMatch(/string|undefined/);
});
