import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import { sentinels } from "hardened-containers-policies/unknown";
import { all, asks, grant, last, namespace, packWith, resource, workload, writable } from "./world";

const id = "read-only-root-filesystem";
const requested = { waivers: "requested" };
const kinds = (said: string[]) => said.map((each) => each.replace(/:.*/s, ""));
const hygiene = (said: string[]) => said.filter((each) => each.startsWith("waivers"));
const init = {
    initContainers: [{ name: "init", image: `registry.example.com/a@sha256:${"0".repeat(64)}`, ...writable }],
};

describe("a request", () => {
    test.each(["annotations", "podAnnotations"])("in %s has effect where requests suffice", (where) => {
        const it = workload(writable, { [where]: asks(id) });
        expect(kinds(last(packWith(requested), it))).toEqual([`${id} waived advisory`]);
        expect(kinds(last(packWith({}), it))).toEqual([`${id} violation advisory`, "waivers hygiene advisory"]);
        expect(kinds(last(packWith({ grants: [grant({})] }), it))).toEqual([`${id} waived advisory`]);
        expect(kinds(last(packWith({ waivers: "none", grants: [grant({})] }), it))).toEqual([
            `${id} violation advisory`,
            "waivers hygiene advisory",
        ]);
    });

    test("stops what the control stops, once for an object and its pod template", () => {
        const it = workload(writable, { annotations: asks(id), podAnnotations: asks(id) });
        const found = (level: "mandatory" | "advisory" | "disabled") =>
            kinds(last(packWith({}, { [id]: { level } }), it));
        expect(found("mandatory")).toEqual([`${id} violation mandatory`, "waivers hygiene mandatory"]);
        expect(found("advisory")).toEqual([`${id} violation advisory`, "waivers hygiene advisory"]);
        expect(found("disabled")).toEqual(["waivers hygiene advisory"]);
    });

    test.each([
        ["app", ["init"]],
        ["init", ["app"]],
        ["app+init", []],
        ["other", ["init", "app"]],
    ])("for the containers %s leaves those of %j", (containers, left) => {
        const it = workload(
            writable,
            { annotations: asks(id, `until=2027-03-31 container=${containers} reason=vendor`) },
            init,
        );
        const said = judgeResource(packWith(requested), it).reports.filter(
            ({ policy, kind }) => policy === id && kind === "violation",
        );
        expect(said.map(({ path }) => /\[(.*)\]/.exec(path)?.[1])).toEqual(left);
    });

    test("in a list is for its own item only", () => {
        const item = (name: string, annotations = {}) => ({
            ...workload(writable, { name, annotations }).props,
            kind: "Deployment",
            apiVersion: "apps/v1",
        });
        const list = resource("kubernetes:core/v1:List", "all", { items: [item("web", asks(id)), item("api")] });
        const { reports } = judgeResource(packWith(requested), list);
        expect(reports.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
            "violation items[api].spec.template.spec.containers[app]",
            "waived items[web].spec.template.spec.containers[app]",
        ]);
    });

    test("in the tags of an AWS resource; not in those that the provider gives to all", () => {
        const repository = (tags: object) =>
            resource("aws:ecr/repository:Repository", "images", { imageTagMutability: "MUTABLE", ...tags });
        const tags = asks("ecr-immutable-tags");
        const listed = Object.entries(tags).map(([key, value]) => ({ key, value: value as string }));
        const verdicts = (it: object) =>
            judgeResource(packWith(requested), repository(it)).reports.flatMap(({ policy, kind }) =>
                policy === "ecr-immutable-tags" ? [kind] : [],
            );
        expect(verdicts({ tags })).toEqual(["waived"]);
        expect(verdicts({ tags: listed })).toEqual(["waived"]);
        for (const it of [{ tagsAll: tags }, { defaultTags: { tags } }, {}, { tags: sentinels.object }])
            expect(verdicts(it)).toEqual(["violation"]);
    });

    test("for a finding over the whole stack stands in the resource that it is about", () => {
        const shop = {
            ...namespace("restricted"),
            props: { metadata: { name: "shop", annotations: asks("default-deny-ingress") } },
        };
        const kept = judgeWhole(packWith(requested), [shop]).reports.filter(({ policy }) =>
            policy.startsWith("default-deny"),
        );
        expect(kept.map(({ policy, kind }) => `${policy} ${kind}`).sort()).toEqual([
            "default-deny-egress violation",
            "default-deny-ingress waived",
        ]);
    });

    test.each([
        ["until=2027-03-31 because", /is not of the form until=2027-03-31 by=team container=app reason=why$/],
        ["until=2027-03-31", /says no reason$/],
        ["reason=vendor", /says no end \(until\)$/],
        ["until=soon reason=vendor", /ends on "soon", which is no date of the form 2027-03-31$/],
        ["until=2026-11-21 reason=vendor", /ended on 2026-11-21$/],
        ["until=2028-01-01 reason=vendor", /ends on 2028-01-01, in 405 days, and may last 365 at most$/],
    ])("%j is a finding and has no effect", (text, fault) => {
        const it = workload(writable, { annotations: asks(id, text) });
        expect(last(packWith(requested), it)).toEqual([
            expect.stringMatching(new RegExp(`^${id} violation`)),
            expect.stringMatching(fault),
        ]);
    });

    test("for a control that there is not is a finding", () => {
        const it = workload({}, { annotations: asks("read-only-filesystem") });
        expect(last(packWith(requested), it).join()).toMatch(
            /read-only-filesystem\] waives a control that does not exist/,
        );
    });

    test("that is not known yet has no effect", () => {
        const it = workload(writable, { annotations: asks(id, sentinels.string) });
        expect(kinds(last(packWith(requested), it))).toContain(`${id} violation advisory`);
    });
});

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
