/** What joins resources of a stack, not known yet: that join alone cannot be decided, and the place is named. */
import fc from "fast-check";
import type { Rule } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { subjectOf } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { judgeBy, rulesOf, standardsOf } from "./examples";
import { pathsIn, replaced } from "./places";
import { denyAll, judged, namespace, object, policy, verdict } from "./stacks";

const unknown = sentinels.string;

/** A policy of the cluster's administrator that denies all ingress to the namespaces that a selector selects. */
const admin = (namespaces: unknown, more: Data = {}): Resource => {
    const rules = [{ action: "Deny", from: [{ namespaces: {} }] }];
    const spec = { subject: { namespaces }, ingress: rules, ...more };
    return object("kubernetes:policy.networking.k8s.io/v1alpha1:BaselineAdminNetworkPolicy", "default", { spec });
};
const labelled = (labels: unknown, name: unknown = "shop"): Resource =>
    object("kubernetes:core/v1:Namespace", "shop", { metadata: { name, labels } });
const expression = (key: unknown, operator: unknown, values?: unknown) => ({
    matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});
const subject = "BaselineAdminNetworkPolicy default: spec.subject";

describe("selectors of namespaces", () => {
    test.each<[string, unknown, unknown, string]>([
        ["a label", { matchLabels: { team: "a" } }, { team: "a" }, "met"],
        ["another label", { matchLabels: { team: "a" } }, { team: "b" }, "broken"],
        ["the name", { matchLabels: { "kubernetes.io/metadata.name": "shop" } }, {}, "met"],
        ["a value that is not known", { matchLabels: { team: unknown } }, { team: "a" }, subject],
        ["labels that are not known", { matchLabels: unknown }, { team: "a" }, subject],
        ["a selector that is not known", unknown, { team: "a" }, subject],
        ["expressions that are not known", { matchExpressions: unknown }, { team: "a" }, subject],
        ["an expression that is not known", { matchExpressions: [unknown] }, { team: "a" }, subject],
        ["a key that is not known", expression(unknown, "Exists"), { team: "a" }, subject],
        ["an operator that is not known", expression("team", unknown, ["b"]), { team: "a" }, subject],
        ["values that are not known", expression("team", "In", unknown), { team: "a" }, subject],
        ["one value that is not known", expression("team", "In", ["b", unknown]), { team: "a" }, subject],
        [
            "an unknown beside what rules it out",
            { ...expression(unknown, "Exists"), matchLabels: { team: "b" } },
            {},
            "broken",
        ],
        ["a key that every object of JavaScript has", expression("constructor", "Exists"), {}, "broken"],
        ["a key that none of its own has", expression("toString", "DoesNotExist"), {}, "met"],
        [
            "a namespace's label that is not known",
            { matchLabels: { team: "a" } },
            { team: unknown },
            "Namespace shop: metadata.labels",
        ],
        [
            "a namespace's labels that are not known",
            { matchLabels: { team: "a" } },
            unknown,
            "Namespace shop: metadata.labels",
        ],
        ["labels that do not matter", {}, unknown, "met"],
        ["other labels that are not known", { matchLabels: { team: "a" } }, { team: "a", tier: unknown }, "met"],
    ])("by %s", (_, selector, labels, expected) => {
        expect(verdict([labelled(labels), admin(selector)])).toBe(expected);
    });

    test("by the name of a namespace that is not known", () => {
        const byName = admin({ matchLabels: { "kubernetes.io/metadata.name": "shop" } });
        const place = "Namespace shop: metadata.name";
        expect(verdict([labelled({}, unknown), byName])).toBe(place);
        expect(verdict([labelled({}, unknown), policy(denyAll)])).toBe(place);
    });

    test("leave the verdict on the other namespaces alone", () => {
        const stack = [labelled({ team: "a" }), namespace("bank"), admin({ matchLabels: { team: unknown } })];
        expect(judged("default-deny-ingress", stack)).toEqual({
            findings: ["Namespace bank has no policy that denies ingress to all its pods"],
            undecided: [subject],
        });
    });
});

describe("service accounts", () => {
    const account = (metadata: unknown, more: Partial<Resource> = {}): Resource =>
        object("kubernetes:core/v1:ServiceAccount", "web", { metadata, automountServiceAccountToken: false }, more);
    const pod = (metadata: unknown, name: unknown, more: Partial<Resource> = {}): Resource =>
        object("kubernetes:core/v1:Pod", "pod", { metadata, spec: { serviceAccountName: name } }, more);
    const list = (more: Partial<Resource> = {}): Resource =>
        object("kubernetes:core/v1:ServiceAccountList", "all", { items: unknown }, more);
    const shop = { namespace: "shop" };

    test.each<[string, Resource, Resource, string[]]>([
        ["the name that the pod says", pod(shop, unknown), account(shop), ["spec.serviceAccountName"]],
        ["the namespace of the pod", pod({ namespace: unknown }, "web"), account(shop), ["metadata.namespace"]],
        ["the metadata of the pod", pod(unknown, "web"), account(shop), ["metadata.namespace"]],
        [
            "the name of the account",
            pod(shop, "web"),
            account({ ...shop, name: unknown }),
            ["ServiceAccount web: metadata.name"],
        ],
        [
            "the namespace of the account",
            pod(shop, "web"),
            account({ namespace: unknown }),
            ["ServiceAccount web: metadata.namespace"],
        ],
        ["the metadata of the account", pod(shop, "web"), account(unknown), ["ServiceAccount web: metadata.namespace"]],
        ["a list of accounts", pod(shop, "web"), list(), ["all: items"]],
        ["an account of another namespace", pod(shop, "web"), account({ namespace: "bank", name: unknown }), []],
        ["an account of another cluster", pod(shop, "web"), account(unknown, { provider: "other" }), []],
        ["a list of another cluster", pod(shop, "web"), list({ provider: "other" }), []],
    ])("%s", (_, one, other, undecided) => {
        const findings = undecided.length > 0 ? [] : [expect.stringContaining("does not switch off the token")];
        expect(judged("no-service-account-token", [one, other])).toEqual({ findings, undecided });
    });

    test("an empty name is the namespace's default account", () => {
        const standard = account({ namespace: "shop", name: "default" });
        expect(judged("no-service-account-token", [pod(shop, ""), standard])).toEqual({ findings: [], undecided: [] });
    });
});

describe("an unknown value in one world leaves the verdict on the other alone", () => {
    const stackRules = controls.flatMap((control) =>
        rulesOf(control)
            .filter(({ on }) => on.scope === "stack")
            .map((rule) => [`${control.id} over ${rule.on.name}`, control, rule] as const),
    );
    /** The resources of an example in a namespace, and with names, of their own. */
    const world = (rule: Rule, example: object, name: string): Resource[] =>
        rule.on.embed(subjectOf(example)).map((each) => {
            const text = JSON.stringify({ ...each, urn: `${each.urn}-${name}`, name: `${each.name}-${name}` });
            return JSON.parse(
                text.replaceAll(/"example("|-)/g, `"${name}$1`).replaceAll(/"(covered|left)/g, `"$1-${name}`),
            ) as Resource;
        });

    test.each(stackRules)("%s", (_, control, rule) => {
        const examples = [...rule.good, ...rule.bad];
        const run = fc.tuple(fc.constantFrom(...examples), fc.constantFrom(...examples), fc.nat(), fc.boolean());
        fc.assert(
            fc.property(run, ([one, other, at, apart]) => {
                const standards = standardsOf(control, other);
                const stays = world(rule, other, "bank").map((it) => (apart ? { ...it, provider: "apart" } : it));
                const changes = world(rule, one, "shop");
                const paths = pathsIn(changes.map(({ props }) => props)).filter((path) => path.length > 1);
                const [number = 0, ...path] = paths[at % paths.length] ?? [];
                const hidden = changes.map((it, index) =>
                    index === number ? { ...it, props: replaced(it.props, path, unknown) as Data } : it,
                );
                const own = new Set(stays.map(({ urn }) => urn));
                const about = (all: Resource[]) => {
                    const { findings, undecided } = judgeBy(control, rule, all, standards);
                    return {
                        // Not in which words: what they name first may be what is not known in the other world.
                        findings: findings.filter(({ urn = "" }) => own.has(urn)).map(({ path }) => path),
                        undecided: undecided.filter(({ urn = "" }) => own.has(urn)).map((each) => each.path),
                    };
                };
                const [before, after] = [about([...changes, ...stays]), about([...hidden, ...stays])];
                if (apart) expect(after).toEqual(before);
                // In one cluster an open join may touch it; then nothing is passed or found instead, and the place is the other's.
                else if (after.undecided.length === before.undecided.length) expect(after).toEqual(before);
                else {
                    expect(after.findings.filter((each) => !before.findings.includes(each))).toEqual([]);
                    const places = after.undecided.filter((each) => !before.undecided.includes(each));
                    expect(places.filter((place) => !place.includes("shop"))).toEqual([]);
                }
            }),
            { numRuns: 150 },
        );
    });
});
