import { controls } from "hardened-containers-policies/controls";
import { packOf, type Pack } from "hardened-containers-policies/pack";
import type { Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { all, last, namespace, packWith, resource, workload } from "./world";

const kinds = (said: string[]) =>
    said.map((each) => each.replace(/:.*/s, "")).filter((each) => each.includes("undecided"));
const unknown = workload({ image: sentinels.string });

describe("what hangs on an unknown value is reported", () => {
    test.each([
        [{}, ["image-tag undecided advisory", "image-digest undecided advisory"]],
        [{ unknowns: "advisory" }, ["image-tag undecided advisory", "image-digest undecided advisory"]],
        // Never above the control's own level.
        [{ unknowns: "mandatory" }, ["image-tag undecided mandatory", "image-digest undecided advisory"]],
        [{ unknowns: "ignore" }, []],
        [{ stackUnknowns: "ignore" }, ["image-tag undecided advisory", "image-digest undecided advisory"]],
    ])("with %j", (settings, expected) => {
        expect(kinds(last(packWith(settings), unknown))).toEqual(expected);
    });

    test("with a level of a control's own", () => {
        const own = (unknowns: string): Pack => {
            const of = (properties: Data) => ({ level: "mandatory" as const, properties });
            return packOf(
                controls,
                new Map([
                    ["settings", of({ unknowns: "mandatory" })],
                    ["image-tag", of({ unknowns })],
                ]),
            );
        };
        expect(kinds(last(own("ignore"), unknown))).toEqual(["image-digest undecided advisory"]);
        expect(kinds(last(own("advisory"), unknown))).toContain("image-tag undecided advisory");
    });

    test("over the whole stack", () => {
        const spec = { podSelector: {}, policyTypes: sentinels.array };
        const policy = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny", {
            metadata: { name: "deny", namespace: "shop" },
            spec,
        });
        const said = (settings: object) =>
            kinds(all(packWith(settings), namespace("restricted"), policy)).filter((each) =>
                each.startsWith("default-deny"),
            );
        expect(said({})).toEqual(["default-deny-ingress undecided advisory", "default-deny-egress undecided advisory"]);
        expect(said({ stackUnknowns: "mandatory" })).toEqual([
            "default-deny-ingress undecided mandatory",
            "default-deny-egress undecided mandatory",
        ]);
        expect(said({ stackUnknowns: "ignore", unknowns: "mandatory" })).toEqual([]);
    });
});
