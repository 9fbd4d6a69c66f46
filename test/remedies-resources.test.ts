/** What remediation sets in resources of all sorts, and what it leaves. */
import { judge } from "hardened-containers-policies/judge";
import type { Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { app, controlOf, differences, pod, podType, remedied, set } from "./remediation";

describe("resources of all sorts", () => {
    const enforce = "pod-security.kubernetes.io/enforce";
    const namespace = (metadata: unknown) => ({ apiVersion: "v1", kind: "Namespace", metadata });
    const namespaceType = "kubernetes:core/v1:Namespace";

    test("a namespace gains labels, whatever is missing on the way to them", () => {
        const place = "pod-security-enforce";
        expect(set(place, namespaceType, namespace({ labels: {} }))).toEqual({
            [`metadata.labels.${enforce}`]: "restricted",
        });
        expect(set(place, namespaceType, namespace({ labels: null }))).toEqual({
            "metadata.labels": { [enforce]: "restricted" },
        });
        expect(set(place, namespaceType, {})).toEqual({ metadata: { labels: { [enforce]: "restricted" } } });
        expect(set(place, namespaceType, namespace({ labels: sentinels.object }))).toEqual({});
        expect(set(place, namespaceType, namespace("shop"))).toEqual({});
    });

    test("a namespace is labelled with the level that pods are held to", () => {
        const options = { standards: { level: "baseline", versions: [37] } };
        expect(set("pod-security-enforce", namespaceType, namespace({ labels: {} }), options)).toEqual({
            [`metadata.labels.${enforce}`]: "baseline",
        });
        const strict = namespace({ labels: { [enforce]: "restricted" } });
        expect(Object.values(set("pod-security-warn-audit", namespaceType, strict, options))).toEqual([
            "restricted",
            "restricted",
        ]);
    });

    test("of a list each item, also where several have one name", () => {
        const items = [
            {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { name: "web" },
                spec: { template: { spec: app({}) } },
            },
            namespace({ name: "web" }),
            namespace({ name: "web" }),
        ];
        const list = { apiVersion: "v1", kind: "List", items };
        expect(set(["pod-security-enforce", "no-service-links"], "kubernetes:core/v1:List", list)).toEqual({
            "items.0.spec.template.spec.enableServiceLinks": false,
            "items.1.metadata.labels": { [enforce]: "restricted" },
            "items.2.metadata.labels": { [enforce]: "restricted" },
        });
    });

    test("of a patch only what it sets", () => {
        const patch = (spec: object) => ({ spec: { template: { spec: { ...app({}), ...spec } } } });
        const type = "kubernetes:apps/v1:DeploymentPatch";
        expect(differences(patch({}), remedied(type, patch({})).after)).toEqual({});
        const bad = patch({ enableServiceLinks: true });
        expect(differences(bad, remedied(type, bad).after)).toEqual({
            "spec.template.spec.enableServiceLinks": false,
        });
    });

    test("a repository of either provider", () => {
        for (const type of ["aws:ecr/repository:Repository", "aws-native:ecr:Repository"]) {
            const wire = { imageTagMutability: "MUTABLE", imageScanningConfiguration: { scanOnPush: false } };
            expect(differences(wire, remedied(type, wire).after)).toEqual({
                imageTagMutability: "IMMUTABLE",
                "imageScanningConfiguration.scanOnPush": true,
            });
            expect(remedied(type, {}).after).toEqual({
                imageTagMutability: "IMMUTABLE",
                imageScanningConfiguration: { scanOnPush: true },
            });
        }
    });

    test("no asset is taken for an object", () => {
        const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "a" };
        expect(
            differences(
                pod(app(asset)),
                remedied(podType, pod(app(asset)), [controlOf("no-privilege-escalation")]).after,
            ),
        ).toEqual({});
    });
});

describe("what is not remediated", () => {
    const two = pod({ containers: [{ name: "app" }, { name: "vendor" }] });
    const isWaived = (_: unknown, { path }: { path: string }) => path.includes("vendor");

    test("is what is waived", () => {
        expect(set("no-privilege-escalation", podType, two, { isWaived })).toEqual({
            "spec.containers.0.securityContext": { allowPrivilegeEscalation: false },
        });
    });

    test("is what would put right what is waived, too", () => {
        expect(set("run-as-non-root", podType, two, { isWaived })).toEqual({});
        const items = [two, { ...two, spec: { containers: [{ name: "app" }] } }].map((each, index) => ({
            ...each,
            metadata: { name: `pod${index}` },
        }));
        expect(set("run-as-non-root", "kubernetes:core/v1:PodList", { items }, { isWaived })).toEqual({
            "items.1.spec.securityContext": { runAsNonRoot: true },
        });
    });

    test.each(["spec", "elsewhere"])("is what another control would complain of, at %s", (path) => {
        const { on, ...control } = controlOf("no-service-links");
        const check = ({ pod: it }: { pod: { enableServiceLinks?: boolean } }) =>
            it.enableServiceLinks === false ? "is new" : undefined;
        const find = (all: readonly Resource[]) => on.find(all).map((found) => ({ ...found, path }));
        const guard = { ...control, id: "guard", check, on: { ...on, find } } as never;
        const wire = pod(app({}));
        expect(set("no-service-links", podType, wire, { guards: [guard] })).toEqual({});
        expect(judge(guard, { type: podType, urn: "", name: "", props: wire }).findings).toEqual([]);
    });

    test("is a value that the control does not complain of, nor one that is not known beside what lacks", () => {
        expect(set("no-service-account-token", podType, pod({ automountServiceAccountToken: "yes" }))).toEqual({});
        const labels = { "pod-security.kubernetes.io/warn": sentinels.string };
        const wire = { apiVersion: "v1", kind: "Namespace", metadata: { labels } };
        expect(set("pod-security-warn-audit", "kubernetes:core/v1:Namespace", wire)).toEqual({
            "metadata.labels.pod-security.kubernetes.io/audit": "restricted",
        });
    });

    test("is what the level that pods are held to leaves open", () => {
        const options = { standards: { level: "baseline", versions: [37] } };
        expect(set("no-privilege-escalation", podType, pod(app({})), options)).toEqual({});
    });
});
