import fc from "fast-check";
import { redaction } from "hardened-containers-policies/redaction";

test.each<[string, string[], string, string]>([
    ["a whole word", ["hunter2"], "spec.containers[hunter2] is hunter2.", "spec.containers[[secret]] is [secret]."],
    ["no part of another word", ["hunt"], "hunter is hunt", "hunter is [secret]"],
    ["the longer of two", ["red", "red-fox"], "image is red-fox:1", "image is [secret]:1"],
    ["what overlaps, as one", ["red fox", "fox-trot"], "is red fox-trot.", "is [secret]."],
    ["two beside each other", ["a-1", "b-2"], "a-1 b-2", "[secret] [secret]"],
    ["one at the end", ["hunter2"], "is hunter2", "is [secret]"],
    ["one as JSON shows it", ['a"\n'], 'image is "a\\"\\n", which', 'image is "[secret]", which'],
    ["beyond the basic plane", ["😀b"], "[😀b] 𝒳😀b", "[[secret]] 𝒳[secret]"],
    ["no letter beyond it cut off", ["b"], "𝒳b b𝒳 b", "𝒳b b𝒳 [secret]"],
    ["what JSON holds", ['{"a":["ann",{"b":"bob"}]}'], "lets ann and bob in", "lets [secret] and [secret] in"],
    [
        "a part with a digit",
        ["arn:aws:iam::210987654321:root"],
        "all of account 210987654321",
        "all of account [secret]",
    ],
    ["no common word of a long text", ["the image is privileged"], "the image is fine", "the image is fine"],
    ["nothing where there is no secret", [], "as it is", "as it is"],
    ["nothing for an empty one", [""], "as it is", "as it is"],
])("%s", (_, secrets, text, expected) => {
    expect(redaction(secrets)(text)).toBe(expected);
});

test("no secret that stands alone is left, and nothing else goes", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "1", "-", '"', "é", "😀"), minLength: 1, maxLength: 6 });
    fc.assert(
        fc.property(fc.uniqueArray(word, { maxLength: 6 }), fc.array(word, { maxLength: 8 }), (secrets, words) => {
            const said = redaction(secrets)(words.join(" "));
            const parts = said.split(/ |\[secret\]/);
            for (const secret of secrets) expect(parts).not.toContain(secret);
            if (secrets.length === 0) expect(said).toBe(words.join(" "));
        }),
    );
});
