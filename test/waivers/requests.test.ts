import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import { sentinels } from "hardened-containers-policies/unknown";
import { asks, grant, last, namespace, packWith, resource, workload, writable } from "./world";

const id = "read-only-root-filesystem";
const requested = { waivers: "requested" };
const kinds = (said: string[]) => said.map((each) => each.replace(/:.*/s, ""));
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
