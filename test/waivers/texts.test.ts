import fc from "fast-check";
import { daysBetween, matches, readRequest, requestText } from "hardened-containers-policies/grants";

describe("patterns", () => {
    test("are what a regular expression with .* says", () => {
        const texts = fc.string({ unit: fc.constantFrom("a", "b", "*", "."), maxLength: 8 });
        fc.assert(
            fc.property(
                texts,
                texts.map((text) => text.replaceAll("*", "a")),
                (pattern, text) => {
                    const regex = new RegExp(
                        `^${pattern
                            .split("*")
                            .map((each) => each.replaceAll(".", "\\."))
                            .join(".*")}$`,
                    );
                    expect(matches(pattern, text)).toBe(regex.test(text));
                },
            ),
        );
    });
});

describe("dates", () => {
    test.each([
        ["2026-11-22", 0],
        ["2026-11-21", -1],
        ["2027-03-31", 129],
        ["2027-02-30", undefined],
        ["2027-3-31", undefined],
        ["2027-03-31T00:00:00Z", undefined],
        ["never", undefined],
        ["", undefined],
    ])("%s is %s days away", (until, days) => {
        expect(daysBetween("2026-11-22", until)).toBe(days);
    });
});

describe("the text of a request", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/);
    const reason = fc.stringMatching(/^[A-Za-z0-9_.=-]([A-Za-z0-9_.:/=+@ -]{0,20}[A-Za-z0-9])?$/);

    test("is read as it was written", () => {
        fc.assert(
            fc.property(
                fc.record({
                    until: word,
                    by: fc.option(word, { nil: undefined }),
                    containers: fc.option(fc.array(word, { minLength: 1, maxLength: 3 }), { nil: undefined }),
                    reason,
                }),
                (request) => {
                    expect(readRequest(requestText(request))).toEqual(request);
                },
            ),
        );
    });

    test.each([
        ["reason=it is old until=2027-01-01", { reason: "it is old until=2027-01-01" }],
        ["  by=a   until=2027-01-01  reason= x ", { by: "a", until: "2027-01-01", reason: "x" }],
        ["until=2027-01-01", { until: "2027-01-01" }],
        ["", {}],
    ])("%j is read", (text, request) => {
        expect(JSON.parse(JSON.stringify(readRequest(text)))).toEqual(request);
    });

    test.each(["yes", "until=2027-01-01 because", "until = 2027-01-01", "who=me reason=x", "until=a until=b reason=c"])(
        "%j has a fault",
        (text) => {
            expect(readRequest(text).fault).toMatch(/^(is not of the form|says until twice)/);
        },
    );
});
