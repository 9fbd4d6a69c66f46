import { isOpen, isWithin, metadataIn } from "hardened-containers-policies/addresses";

describe("blocks of addresses", () => {
    test.each<[unknown, boolean]>([
        ["0.0.0.0/0", true],
        ["128.0.0.0/1", true],
        ["0.0.0.0/2", false],
        ["::/0", true],
        ["8000::/1", true],
        ["2000::/3", true],
        ["2000::/4", false],
        ["10.0.0.0/8", false],
        ["10.0.0.0/33", false],
        ["everything", false],
        [7, false],
        [undefined, false],
    ])("%p is open: %p", (block, expected) => {
        expect(isOpen(block)).toBe(expected);
    });

    test("hold the metadata addresses of their own family", () => {
        expect(["0.0.0.0/0", "169.254.169.254/32", "169.254.169.255/31", "169.254.0.0/24"].map(metadataIn)).toEqual([
            ["169.254.169.254"],
            ["169.254.169.254"],
            ["169.254.169.254"],
            [],
        ]);
        expect(["::/0", "fd00:ec2::/64", "fd00::/32", "::ffff:0:0/96"].map(metadataIn)).toEqual([
            ["fd00:ec2::254"],
            ["fd00:ec2::254"],
            [],
            [],
        ]);
    });

    test("are within wider ones", () => {
        expect(isWithin("10.1.0.0/16", "10.0.0.0/8")).toBe(true);
        expect(isWithin("10.0.0.0/8", "10.0.0.0/8")).toBe(true);
        expect(isWithin("10.0.0.0/8", "10.1.0.0/16")).toBe(false);
        expect(isWithin("11.0.0.0/8", "10.0.0.0/8")).toBe(false);
        expect(isWithin("10.0.0.0/8", "::/0")).toBe(false);
    });
});
