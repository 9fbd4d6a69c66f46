import * as proxy from "@pulumi/policy/proxy";
import { controls } from "hardened-containers-policies/controls";
import { decide } from "hardened-containers-policies/decide";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";

test("the sentinels are the SDK's", () => {
    const { boolean, number, string, array, asset, archive, object } = sentinels;
    expect(proxy).toMatchObject({
        unknownBooleanValue: boolean,
        unknownNumberValue: number,
        unknownStringValue: string,
        unknownArrayValue: array,
        unknownAssetValue: asset,
        unknownArchiveValue: archive,
        unknownObjectValue: object,
    });
});

describe("named cases", () => {
    const unknown = sentinels.string;
    const pod = (spec: unknown, metadata: unknown = {}): Resource => {
        const props = { apiVersion: "v1", kind: "Pod", metadata, spec };
        return { type: "kubernetes:core/v1:Pod", urn: "", name: "web", props };
    };
    const namespace = (labels: unknown): Resource => {
        const props = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
        return { type: "kubernetes:core/v1:Namespace", urn: "", name: "shop", props };
    };
    const judged = (id: string, resource: Resource) => {
        const control = controls.find((each) => each.id === id);
        if (control === undefined) throw new Error(`there is no control ${id}`);
        const { findings, undecided } = judge(control, resource);
        return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
    };
    const app = (container: Data): Data => ({ containers: [{ name: "app", ...container }] });

    test("an unknown image beside a privileged container", () => {
        const spec = {
            containers: [
                { name: "web", image: unknown },
                { name: "agent", image: "a:1", securityContext: { privileged: true } },
            ],
        };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[agent] is privileged"],
            undecided: [],
        });
        expect(judged("image-tag", pod(spec))).toEqual({ findings: [], undecided: ["spec.containers[web].image"] });
    });

    test("a list of containers that is unknown, beside one that is not", () => {
        const spec = { initContainers: unknown, containers: [{ name: "app", securityContext: { privileged: true } }] };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[app] is privileged"],
            undecided: ["spec.initContainers"],
        });
    });

    test("a container that is unknown, beside one that is not", () => {
        const spec = { containers: [unknown, { securityContext: { privileged: true } }] };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[1] is privileged"],
            undecided: ["spec.containers[0]"],
        });
    });

    test("an unknown security context decides nothing that is decided elsewhere", () => {
        const container = { securityContext: unknown };
        expect(judged("run-as-non-root", pod({ ...app(container), securityContext: { runAsNonRoot: false } }))).toEqual(
            {
                findings: ["spec allows root (runAsNonRoot: false)"],
                undecided: ["spec.containers[app].securityContext"],
            },
        );
        expect(judged("memory-limit", pod(app(container))).findings).toEqual([
            "spec.containers[app] has no memory limit",
        ]);
    });

    test("of several unknowns only those are named that the verdict depends on", () => {
        const container = {
            image: unknown,
            env: unknown,
            securityContext: { privileged: unknown, runAsUser: unknown },
        };
        expect(judged("no-privileged", pod({ ...app(container), volumes: unknown, hostUsers: unknown }))).toEqual({
            findings: [],
            undecided: ["spec.containers[app].securityContext.privileged"],
        });
        const settled = { securityContext: { runAsNonRoot: true } };
        const spec = { ...app(settled), os: { name: unknown }, securityContext: { runAsNonRoot: true } };
        expect(judged("run-as-non-root", pod(spec))).toEqual({ findings: [], undecided: [] });
    });

    test("an unknown spec", () => {
        for (const control of ["no-privileged", "no-host-namespaces", "no-host-path", "image-tag"]) {
            expect(judged(control, pod(unknown))).toEqual({ findings: [], undecided: ["spec"] });
        }
    });

    test("unknown annotations and metadata", () => {
        const annotations = { "container.apparmor.security.beta.kubernetes.io/app": unknown };
        expect(judged("apparmor-profile", pod(app({}), { annotations })).undecided).toEqual([
            "metadata.annotations.container.apparmor.security.beta.kubernetes.io/app",
        ]);
        expect(judged("apparmor-profile", pod(app({}), { annotations: unknown })).undecided).toEqual([
            "metadata.annotations",
        ]);
        expect(judged("apparmor-profile", pod(app({}), unknown)).undecided).toEqual(["metadata"]);
        expect(judged("no-system-namespace", pod(app({}), unknown)).undecided).toEqual(["metadata"]);
        const bad = { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" };
        expect(judged("apparmor-profile", pod(unknown, { annotations: bad })).findings).toHaveLength(1);
    });

    test("unknown labels of a namespace", () => {
        const enforce = "pod-security.kubernetes.io/enforce";
        expect(judged("pod-security-enforce", namespace(unknown)).undecided).toEqual(["metadata.labels"]);
        expect(judged("pod-security-enforce", namespace({ [enforce]: unknown })).undecided).toEqual([
            `metadata.labels.${enforce}`,
        ]);
        expect(judged("pod-security-enforce", namespace({ team: unknown })).findings).toHaveLength(1);
    });

    test("an unknown sysctl beside a bad one, however many there are", () => {
        for (const count of [1, 3, 12, 40]) {
            const sysctls = [...Array.from({ length: count }, () => unknown), { name: "kernel.msgmax", value: "1" }];
            expect(judged("safe-sysctls", pod({ ...app({}), securityContext: { sysctls } }))).toEqual({
                findings: ["spec sets sysctl kernel.msgmax"],
                undecided: [],
            });
            const open = { ...app({}), securityContext: { sysctls: sysctls.slice(0, count) } };
            expect(judged("safe-sysctls", pod(open)).undecided[0]).toBe("spec.securityContext.sysctls[0]");
        }
    });

    test("an unknown capability beside a bad one", () => {
        const capabilities = { drop: ["ALL"], add: [unknown, "SYS_ADMIN"] };
        expect(judged("default-capabilities", pod(app({ securityContext: { capabilities } }))).findings).toEqual([
            "spec.containers[app] adds SYS_ADMIN",
        ]);
    });

    test("an unknown list of containers in a custom resource", () => {
        const props = { spec: { template: { spec: { containers: unknown } } } };
        const rollout = { type: "kubernetes:argoproj.io/v1alpha1:Rollout", urn: "", name: "web", props };
        expect(judged("no-privileged", rollout).undecided).toEqual(["spec.template.spec.containers"]);
    });

    test("unknown items of lists are of the kind that the list says, if it says it", () => {
        const list = (kind: string): Resource => ({
            type: `kubernetes:core/v1:${kind}`,
            urn: "",
            name: "all",
            props: { items: unknown },
        });
        expect(judged("no-privileged", list("PodList")).undecided).toEqual(["items"]);
        expect(judged("no-privileged", list("List")).undecided).toEqual(["items"]);
        expect(judged("no-privileged", list("ConfigMapList")).undecided).toEqual([]);
        expect(judged("pod-security-enforce", list("PodList")).undecided).toEqual([]);
        expect(judged("pod-security-enforce", list("NamespaceList")).undecided).toEqual(["items"]);
    });

    test("an image volume whose image is unknown", () => {
        const volumes = [
            { name: "model", image: unknown },
            { name: "data", image: { reference: "example.com/data" } },
        ];
        expect(judged("image-tag", pod({ ...app({ image: "a:1" }), volumes }))).toEqual({
            findings: ["spec.volumes[data].image.reference is example.com/data, which names no tag"],
            undecided: ["spec.volumes[model].image"],
        });
    });
});

test("gaps are filled in all ways, or in as many at a time as there is time for", () => {
    const gaps = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ path: [`gap${index}`], values: ["a", "b"] }));
    const both = (one: string, other: string) => (subject: Data) =>
        subject[one] === "b" && subject[other] === "b" ? "bad" : undefined;
    expect(decide({}, gaps(2), both("gap0", "gap1"))).toEqual({ depends: gaps(2) });
    expect(decide({}, gaps(9), both("gap3", "gap7"))).toMatchObject({
        depends: [{ path: ["gap3"] }, { path: ["gap7"] }],
    });
    expect(decide({}, gaps(100), both("gap99", "gap99"))).toMatchObject({ depends: [{ path: ["gap99"] }] });
    expect(decide({}, gaps(100), () => "bad")).toEqual({ verdict: "bad" });
    expect(decide({}, gaps(100), () => undefined)).toEqual({ verdict: undefined });
});
