import { controls } from "hardened-containers-policies/controls";
import { judgeStack } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { denyAll, judged, namespace, object, policy, verdict } from "./stacks";

const unknown = sentinels.string;

describe("default deny by Kubernetes", () => {
    test.each<[string, Data, string, string]>([
        ["both directions", denyAll, "met", "met"],
        ["no policy types", { podSelector: {} }, "met", "broken"],
        ["empty policy types", { podSelector: {}, policyTypes: [] }, "met", "broken"],
        ["no policy types, but egress rules", { podSelector: {}, egress: [{}] }, "met", "broken"],
        ["egress alone", { podSelector: {}, policyTypes: ["Egress"] }, "broken", "met"],
        ["no selector", { policyTypes: ["Ingress", "Egress"] }, "met", "met"],
        [
            "empty parts of a selector",
            { ...denyAll, podSelector: { matchLabels: {}, matchExpressions: [] } },
            "met",
            "met",
        ],
        ["labels", { ...denyAll, podSelector: { matchLabels: { app: "web" } } }, "broken", "broken"],
        [
            "expressions",
            { ...denyAll, podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } },
            "broken",
            "broken",
        ],
        ["a rule that allows", { ...denyAll, ingress: [{}], egress: [{}] }, "broken", "broken"],
        ["a rule that is null", { ...denyAll, ingress: [null], egress: null }, "broken", "met"],
    ])("%s", (_, spec, ingress, egress) => {
        const resources = [namespace("shop"), policy(spec)];
        expect([verdict(resources), verdict(resources, "egress")]).toEqual([ingress, egress]);
    });

    test("is for the namespace and the cluster that the policy is in", () => {
        expect(verdict([namespace("shop")])).toBe("broken");
        expect(verdict([namespace("shop"), policy(denyAll, { namespace: "other" })])).toBe("broken");
        expect(verdict([namespace("default"), policy(denyAll, {})])).toBe("met");
        expect(
            verdict([namespace("shop", { provider: "one" }), policy(denyAll, undefined, { provider: "other" })]),
        ).toBe("broken");
        expect(verdict([namespace("shop", { provider: "one" }), policy(denyAll, undefined, { provider: "one" })])).toBe(
            "met",
        );
        expect(verdict([policy(denyAll)])).toBe("met");
    });

    test("names each namespace that has none, and its resource", () => {
        const control = controls.find(({ id }) => id === "default-deny-ingress");
        const found = control && judgeStack(control, [namespace("shop"), namespace("bank"), policy(denyAll)]);
        expect(found).toMatchObject({
            subjects: 2,
            findings: [
                { message: "Namespace bank has no policy that denies ingress to all its pods", urn: "urn:bank" },
            ],
        });
    });

    test("holds for namespaces and policies in lists, and not for patches", () => {
        const list = (...items: Resource[]): Resource =>
            object("kubernetes:core/v1:List", "all", { items: items.map(({ props }) => props) });
        expect(verdict([list(namespace("shop"))])).toBe("broken");
        expect(verdict([list(namespace("shop"), policy(denyAll))])).toBe("met");
        expect(verdict([{ ...namespace("shop"), type: "kubernetes:core/v1:NamespacePatch" }])).toBe("met");
        expect(
            verdict([
                namespace("shop"),
                { ...policy(denyAll), type: "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch" },
            ]),
        ).toBe("broken");
    });
});

describe("default deny with unknowns", () => {
    const inUnknown = { namespace: unknown };

    test.each<[string, unknown, string]>([
        ["spec", unknown, "NetworkPolicy deny: spec"],
        ["policyTypes", { podSelector: {}, policyTypes: unknown }, "NetworkPolicy deny: spec.policyTypes"],
        ["podSelector", { podSelector: unknown, policyTypes: ["Ingress"] }, "NetworkPolicy deny: spec.podSelector"],
        ["ingress", { podSelector: {}, ingress: unknown }, "NetworkPolicy deny: spec.ingress"],
    ])("an unknown %s", (_, spec, place) => {
        expect(verdict([namespace("shop"), policy(spec)])).toBe(place);
    });

    test("an unknown namespace is the one namespace that its value comes from", () => {
        const from = (...urns: string[]) => ({ propertyDependencies: { metadata: urns } });
        const both = [namespace("shop"), namespace("bank")];
        const place = "NetworkPolicy deny: metadata.namespace";
        expect(judged("default-deny-ingress", [...both, policy(denyAll, inUnknown, from("urn:shop"))])).toMatchObject({
            findings: ["Namespace bank has no policy that denies ingress to all its pods"],
            undecided: [],
        });
        expect(verdict([...both, policy(denyAll, inUnknown, from("urn:shop", "urn:bank"))])).toBe(
            [place, place].join(),
        );
        expect(verdict([namespace("shop"), policy(denyAll, inUnknown)])).toBe(place);
        expect(verdict([namespace("shop"), policy(denyAll, unknown)])).toBe(place);
        expect(verdict([namespace("shop", {}, { name: unknown }), policy(denyAll, inUnknown, from("urn:shop"))])).toBe(
            "met",
        );
    });

    test("an unknown policy beside one that is known hides nothing and adds nothing", () => {
        expect(verdict([namespace("shop"), policy(denyAll), policy(unknown)])).toBe("met");
        expect(verdict([namespace("shop"), policy({ ...denyAll, ingress: [{}] }, inUnknown)])).toBe("broken");
    });

    test("an unknown list may hold the policy, or namespaces, if it is of that kind", () => {
        const list = (kind: string): Resource => object(`kubernetes:${kind}`, "all", { items: unknown });
        expect(verdict([namespace("shop"), list("networking.k8s.io/v1:NetworkPolicyList")])).toBe("all: items");
        expect(verdict([namespace("shop"), list("core/v1:PodList")])).toBe("broken");
        expect(verdict([list("core/v1:NamespaceList")])).toBe("all: items");
        expect(verdict([list("core/v1:List")])).toBe("all: items");
    });
});

test("a large stack is judged", () => {
    const many = Array.from({ length: 1000 }, (_, number) => [
        namespace(`ns-${number}`),
        policy(denyAll, { namespace: `ns-${number}` }),
        object("kubernetes:core/v1:ServiceAccount", `sa-${number}`, { automountServiceAccountToken: false }),
        object("kubernetes:core/v1:Pod", `pod-${number}`, { spec: { serviceAccountName: `sa-${number}` } }),
    ]).flat();
    for (const id of ["default-deny-ingress", "default-deny-egress", "no-service-account-token"]) {
        expect(judged(id, many)).toEqual({ findings: [], undecided: [] });
    }
});
