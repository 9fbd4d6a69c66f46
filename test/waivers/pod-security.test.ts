import { controls } from "hardened-containers-policies/controls";
import { judgeResource } from "hardened-containers-policies/reports";
import { sentinels } from "hardened-containers-policies/unknown";
import { all, asks, escalating, grant, last, namespace, packWith, resource, workload } from "./world";

const grants = [grant({ control: "no-privilege-escalation" })];
const shop = { namespace: "shop" };
const kinds = (said: string[]) => said.map((each) => each.replace(/:.*/s, ""));

describe("a waiver of a Pod Security control takes effect", () => {
    test.each(["baseline", "privileged", undefined])("where the namespace enforces %s", (level) => {
        expect(kinds(last(packWith({ grants }), namespace(level), workload(escalating, shop)))).toEqual([
            "no-privilege-escalation waived advisory",
        ]);
    });

    const refused = (why: string) => [
        "no-privilege-escalation violation mandatory: spec.template.spec.containers[app] allows privilege escalation",
        `waivers hygiene mandatory: settings.grants[0] has no effect on no-privilege-escalation: ${why}`,
    ];

    test("not where it enforces a level that refuses the pod", () => {
        expect(last(packWith({ grants }), namespace("restricted"), workload(escalating, shop))).toEqual(
            refused("namespace shop enforces restricted, by which the API server refuses the pod"),
        );
    });

    test("not where the level is that of another cluster's namespace, or of one with another name, or not known", () => {
        const why = "which Pod Security level namespace shop enforces is not known here";
        const elsewhere = { ...namespace("baseline"), provider: "urn:other" };
        const unknown = namespace(sentinels.string);
        for (const it of [elsewhere, namespace("baseline", "store"), unknown]) {
            expect(last(packWith({ grants }), it, workload(escalating, shop))).toEqual(refused(why));
        }
    });

    test("not where another fault of the pod keeps it out all the same", () => {
        const pod = { hostNetwork: true };
        const said = last(packWith({ grants }), namespace("baseline"), workload(escalating, shop, pod));
        expect(kinds(said)).toEqual([
            "no-host-namespaces violation mandatory",
            "no-privilege-escalation violation mandatory",
            "waivers hygiene mandatory",
        ]);
    });

    test("by the strictest of what is said of a namespace", () => {
        const patch = { ...namespace("restricted"), type: "kubernetes:core/v1:NamespacePatch", name: "patch" };
        const said = last(packWith({ grants }), namespace("baseline"), patch, workload(escalating, shop));
        expect(kinds(said)).toContain("waivers hygiene mandatory");
    });

    test("and the one at the end agrees", () => {
        const said = all(packWith({ grants }), namespace("baseline"), workload(escalating, shop));
        expect(said.filter((each) => each.startsWith("waivers"))).toEqual([
            "waivers hygiene advisory: 1 in use:\n- no-privilege-escalation of web, until 2027-03-31 by platform: vendor",
        ]);
    });

    test("and others need no level", () => {
        const pack = packWith({ grants: [grant({ control: "memory-limit" })] });
        expect(kinds(last(pack, workload({ resources: { requests: { cpu: "1" } } }, shop)))).toEqual([
            "memory-limit waived advisory",
        ]);
    });
});

describe("namespaces of the platform", () => {
    const held = (pattern: string, level: string) => ({ pattern, level, reason: "the CNI's own", by: "platform" });
    const hostNetwork = (name: string) => workload(escalating, { namespace: name }, { hostNetwork: true });

    test.each([
        ["kube-*", "privileged", []],
        ["kube-system", "baseline", ["no-host-namespaces violation mandatory"]],
        [
            "kube-system",
            "restricted",
            ["no-host-namespaces violation mandatory", "no-privilege-escalation violation mandatory"],
        ],
        [
            "store",
            "privileged",
            ["no-host-namespaces violation mandatory", "no-privilege-escalation violation mandatory"],
        ],
    ])("%s at %s", (pattern, level, expected) => {
        const pack = packWith({ namespaces: [held(pattern, level)] });
        const said = kinds(last(pack, hostNetwork("kube-system"))).filter(
            (each) => !each.startsWith("no-system-namespace"),
        );
        expect(said).toEqual(expected);
    });

    test("which are all of them are refused", () => {
        const pack = packWith({ namespaces: [held("*", "privileged")] });
        expect(kinds(last(pack, hostNetwork("shop")))).toEqual([
            "settings violation mandatory",
            "no-host-namespaces violation mandatory",
            "no-privilege-escalation violation mandatory",
        ]);
        expect(pack.settings.faults).toEqual([
            'settings.namespaces.0.pattern is "*", not the name of a namespace, or a pattern of some; `*` stands for any text',
        ]);
    });

    test("of which the first that matches counts", () => {
        const pack = packWith({ namespaces: [held("cni", "privileged"), held("*i", "restricted")] });
        expect(last(pack, hostNetwork("cni"))).toEqual([]);
        expect(last(pack, hostNetwork("csi"))).toHaveLength(2);
    });

    test("whose name is not known yet are held to the pack's level", () => {
        const pack = packWith({ namespaces: [held("kube-*", "privileged")] });
        const said = kinds(last(pack, hostNetwork(sentinels.string)));
        expect(said).toEqual(expect.arrayContaining(["no-host-namespaces violation mandatory"]));
    });

    test("in one list with others do not lower what those are held to", () => {
        const items = ["kube-system", "shop"].map((name) => ({ ...hostNetwork(name).props, kind: "Deployment" }));
        const list = resource("kubernetes:apps/v1:DeploymentList", "all", { items });
        const pack = packWith({ namespaces: [held("kube-system", "privileged")] });
        expect(judgeResource(pack, list).reports.some(({ path }) => path.startsWith("items[web].spec"))).toBe(true);
    });

    test("are still held to the controls that are not of the Pod Security Standards", () => {
        const pack = packWith({ namespaces: [held("kube-system", "privileged")] });
        const open = workload({ image: "registry.example.com/app:latest" }, { namespace: "kube-system" });
        expect(kinds(last(pack, open))).toContain("image-tag violation mandatory");
    });
});

test("a critical control is waived by no request", () => {
    const critical = controls.filter(({ severity }) => severity === "critical").map(({ id }) => id);
    expect(critical).toContain("no-host-namespaces");
    const it = workload({}, { ...shop, annotations: asks("no-host-namespaces") }, { hostNetwork: true });
    expect(last(packWith({ waivers: "requested" }), namespace("privileged"), it)).toEqual([
        expect.stringMatching(/^no-host-namespaces violation mandatory/),
        "waivers hygiene mandatory: metadata.annotations[waive.hardened-containers/no-host-namespaces] is for a critical control, and has no effect unless the platform grants it in the setting grants",
    ]);
});
