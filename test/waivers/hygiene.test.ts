import { judgeWhole } from "hardened-containers-policies/reports";
import { all, asks, grant, packWith, workload, writable } from "./world";

const id = "read-only-root-filesystem";
const requested = { waivers: "requested" };
const kinds = (said: string[]) => said.map((each) => each.replace(/:.*/s, ""));
const hygiene = (said: string[]) => said.filter((each) => each.startsWith("waivers"));
const init = {
    initContainers: [{ name: "init", image: `registry.example.com/a@sha256:${"0".repeat(64)}`, ...writable }],
};

describe("at the end", () => {
    const of = (text: string) => asks(id, text);

    test("what was used is listed once, with who answers for it", () => {
        const grants = [grant({ resource: "*", namespace: "store" })];
        const resources = ["web", "api"].map((name) =>
            workload(writable, { name, namespace: "store", annotations: asks(id) }, init),
        );
        expect(hygiene(all(packWith({ grants }), ...resources))).toEqual([
            [
                "waivers hygiene advisory: 2 in use:",
                `- ${id} of web, until 2027-03-31 by platform: vendor`,
                `- ${id} of api, until 2027-03-31 by platform: vendor`,
            ].join("\n"),
        ]);
    });

    test("also where the stack is judged alone", () => {
        const said = judgeWhole(packWith(requested), [workload(writable, { annotations: asks(id) })]).reports;
        expect(said.map(({ message }) => message)).toEqual([expect.stringMatching(/^1 in use:/)]);
    });

    test("what was not needed", () => {
        const it = workload({}, { annotations: asks(id) });
        const settings = { ...requested, grants: [grant({}), grant({ project: "other" })] };
        const path = `metadata.annotations[waive.hardened-containers/${id}]`;
        const grants = `waivers hygiene advisory: settings.grants[0] (${id}) is not needed here`;
        expect(hygiene(all(packWith(settings, { [id]: { level: "mandatory" } }), it))).toEqual([
            grants,
            `waivers hygiene mandatory: ${path} is not needed: nothing breaks the control`,
        ]);
        expect(hygiene(all(packWith(settings), it))).toEqual([
            grants,
            `waivers hygiene advisory: ${path} is not needed: the control is not enforced here`,
        ]);
    });

    test("what is not needed where pods are held to a lower level", () => {
        const it = workload({}, { namespace: "kube-system", annotations: asks("seccomp-profile") });
        const namespaces = [{ pattern: "kube-system", level: "baseline", reason: "r", by: "p" }];
        expect(hygiene(all(packWith({ ...requested, namespaces }), it))).toEqual([
            expect.stringMatching(/^waivers hygiene advisory: .* is not needed: the control is not enforced here$/),
        ]);
    });

    test("what ends within 14 days", () => {
        const said = (until: string) =>
            hygiene(all(packWith(requested), workload(writable, { annotations: of(`until=${until} reason=x`) })));
        const path = `metadata.annotations[waive.hardened-containers/${id}]`;
        expect(said("2026-12-06")).toContain(
            `waivers hygiene advisory: ${path} ends on 2026-12-06, in 14 days: ${id} of web is then reported again`,
        );
        expect(said("2026-12-07")).toHaveLength(1);
    });

    test.each([
        [{ control: "no-such" }, "mandatory: settings.grants[0] (no-such) is for a control that does not exist"],
        [{ by: undefined }, `mandatory: settings.grants[0] (${id}) does not say who answers for it (by)`],
        [
            { resource: "*" },
            `mandatory: settings.grants[0] (${id}) is for everything: name a project, stack, namespace, resource or image`,
        ],
        [{ reason: undefined }, `mandatory: settings.grants[0] (${id}) says no reason`],
        [
            { until: "2029-01-01" },
            `mandatory: settings.grants[0] (${id}) ends on 2029-01-01, in 771 days, and may last 365 at most`,
        ],
        [{ until: "2026-11-01" }, `advisory: settings.grants[0] (${id}) ended on 2026-11-01`],
    ])("a grant with %j", (it, said) => {
        expect(hygiene(all(packWith({ grants: [grant(it)] }), workload({})))).toEqual([
            expect.stringContaining(`waivers hygiene ${said}`),
        ]);
    });

    test("a grant that has ended says nothing where it was never for anything", () => {
        expect(all(packWith({ grants: [grant({ until: "2026-11-01", project: "other" })] }), workload({}))).toEqual([]);
    });

    test("at the level that the policy waivers has", () => {
        const it = workload(writable, { annotations: asks(id) });
        expect(kinds(hygiene(all(packWith({}, { waivers: { level: "advisory" } }), it)))).toEqual([
            "waivers hygiene advisory",
        ]);
        expect(hygiene(all(packWith({}, { waivers: { level: "disabled" } }), it))).toEqual([]);
    });
});
