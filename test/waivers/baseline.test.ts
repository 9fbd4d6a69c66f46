import { sentinels } from "hardened-containers-policies/unknown";
import { all, last, namespace, packWith, workload } from "./world";

const kinds = (said: string[]) => said.map((each) => each.replace(/:.*/s, ""));
const open = { image: "registry.example.com/app:latest" };
const web = workload(open);

test("what the baseline knows is advisory; what is new stops", () => {
    const pack = packWith({ baseline: { "image-tag": [web.urn] } });
    const images = (it: typeof web, settings = pack) =>
        kinds(last(settings, it)).filter((each) => each.startsWith("image-tag"));
    expect(images(web)).toEqual(["image-tag baseline advisory"]);
    expect(images(web, packWith({}))).toEqual(["image-tag violation mandatory"]);
    expect(images(web, packWith({ baseline: { "image-digest": [web.urn] } }))).toEqual([
        "image-tag violation mandatory",
    ]);
    for (const elsewhere of [{ name: "api" }, { project: "other" }, { stack: "dev" }]) {
        expect(images(workload(open, elsewhere))).toEqual(["image-tag violation mandatory"]);
    }
});

test("it is for what is found over the whole stack, too", () => {
    const shop = namespace("restricted");
    const settings = { baseline: { "default-deny-ingress": [shop.urn] } };
    expect(kinds(all(packWith(settings), shop)).filter((each) => each.startsWith("default-deny"))).toEqual([
        "default-deny-ingress baseline advisory",
        "default-deny-egress violation mandatory",
    ]);
});

test("it is for what hangs on unknown values, too", () => {
    const unknown = workload({ image: sentinels.string });
    const levels = (settings: object) => kinds(last(packWith({ unknowns: "mandatory", ...settings }), unknown));
    expect(levels({})).toContain("image-tag undecided mandatory");
    expect(levels({ baseline: { "image-tag": [unknown.urn] } })).toContain("image-tag undecided advisory");
});
