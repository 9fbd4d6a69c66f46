import noPrivileged from "hardened-containers-policies/controls/pods/no-privileged";
import { controls } from "hardened-containers-policies/controls";
import { judge, judgeStack } from "hardened-containers-policies/judge";
import { podKinds } from "hardened-containers-policies/subjects/pod-kinds";
import { containerLists } from "hardened-containers-policies/subjects/pods";
import type { Data } from "hardened-containers-policies/resource";
import { faultsOfKinds, kinds, lists, wrap } from "./kinds";

const privileged = { securityContext: { privileged: true } };
const resource = (kind: string, props: Data) => ({ type: kind, urn: "", name: "test", props });

/** Where no-privileged complains. */
function complaints(type: string, props: Data): string[] {
    return judge(noPrivileged, resource(type, props)).findings.map(({ path }) => path);
}

test("a fault is found once, at its place, in each kind and each list of containers", () => {
    expect(faultsOfKinds()).toEqual([]);
});

test("each kind and each of its groups is tried", () => {
    const tried = kinds.map(({ kind }) => kind.replace("core/", "").replace(/^(?:([^/]*)\/)?v\w+:/, "$1/"));
    const known = Object.entries(podKinds).flatMap(([kind, { groups }]) => groups.map((group) => `${group}/${kind}`));
    expect(tried).toEqual(expect.arrayContaining(known));
    expect(lists.sort()).toEqual([...containerLists].sort());
});

test("containers without a name are named by their number", () => {
    const spec = { containers: [{}, privileged] };
    expect(complaints("kubernetes:core/v1:Pod", { spec })).toEqual(["spec.containers[1]"]);
    expect(complaints("kubernetes:core/v1:List", { items: [{ apiVersion: "v1", kind: "Pod", spec }] })).toEqual([
        "items[0].spec.containers[1]",
    ]);
});

test("a list may hold all sorts of objects", () => {
    const items = [
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } },
        wrap(
            { kind: "batch/v1:CronJob", template: "spec.jobTemplate.spec.template" },
            { spec: { containers: [privileged] } },
        ).props,
    ];
    expect(complaints("kubernetes:core/v1:List", { items })).toEqual([
        "items[web].spec.jobTemplate.spec.template.spec.containers[0]",
    ]);
});

test.each([
    "kyverno.io/v1:ClusterPolicy",
    "policies.kyverno.io/v1:ValidatingPolicy",
    "constraints.gatekeeper.sh/v1beta1:K8sPSPPrivileged",
    "templates.gatekeeper.sh/v1:ConstraintTemplate",
    "policy.sigstore.dev/v1beta1:ClusterImagePolicy",
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    "policies.kubewarden.io/v1:ClusterAdmissionPolicy",
])("%s holds patterns, not pods", (kind) => {
    const { type, props } = wrap({ kind, template: "spec.template" }, { spec: { containers: [privileged] } });
    expect(complaints(type, props)).toEqual([]);
});

test.each([
    "aws:ecs/taskDefinition:TaskDefinition",
    "pulumi:providers:kubernetes",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:apps/v1:Unheard",
    "my:index:Deployment",
])("%s holds no pods", (type) => {
    const spec = { containers: [privileged] };
    for (const props of [{ spec }, { template: { spec } }]) {
        for (const control of controls) expect(judge(control, resource(type, props)).subjects).toBe(0);
    }
});

const odd: unknown[] = [null, {}, [], [null], [[]], ["text"], "text", 7, true, { name: 7 }, [{ name: null }]];
const places = [
    "metadata",
    "metadata.labels",
    "metadata.annotations",
    "spec",
    "spec.containers",
    "spec.initContainers",
    "spec.ephemeralContainers",
    "spec.volumes",
    "spec.securityContext",
    "spec.securityContext.sysctls",
    "spec.os",
    "items",
    "kind",
];

test.each(places)("odd data at %s is no crash", (place) => {
    const keys = place.split(".");
    for (const value of odd) {
        const props = keys.reduceRight<unknown>((child, key) => ({ [key]: child }), value) as Data;
        for (const kind of ["Pod", "PodList", "List", "Namespace", "PodPatch", "ServiceAccount", "constructor"]) {
            const it = resource(`kubernetes:core/v1:${kind}`, props);
            const inList = resource("kubernetes:core/v1:List", { items: [{ apiVersion: "v1", kind, ...props }] });
            for (const control of controls) {
                expect(() => judge(control, it)).not.toThrow();
                expect(() => judge(control, inList)).not.toThrow();
                expect(() => judgeStack(control, [it, inList])).not.toThrow();
            }
        }
    }
});

test("a field that is null is absent, as it is to Kubernetes", () => {
    const container = {
        name: "app",
        image: null,
        securityContext: {
            privileged: null,
            procMount: null,
            runAsNonRoot: null,
            seccompProfile: null,
            capabilities: null,
        },
        ports: null,
        livenessProbe: null,
        resources: null,
    };
    const withoutNulls = { containers: [{ name: "app", securityContext: {} }], volumes: [{ name: "data" }] };
    const withNulls = {
        containers: [container],
        initContainers: null,
        volumes: [{ name: "data", hostPath: null, nfs: null, image: null }],
        securityContext: null,
        hostUsers: null,
        os: null,
        automountServiceAccountToken: null,
    };
    for (const control of controls) {
        const [one, other] = [withNulls, withoutNulls].map((spec) =>
            judge(control, resource("kubernetes:core/v1:Pod", { metadata: null, spec })),
        );
        expect([control.id, one]).toEqual([control.id, other]);
    }
    const labels = { "pod-security.kubernetes.io/enforce": null };
    const namespace = judge(
        controls.find(({ id }) => id === "pod-security-enforce") ?? noPrivileged,
        resource("kubernetes:core/v1:Namespace", { metadata: { labels } }),
    );
    expect(namespace.findings.map(({ message }) => message)).toEqual([
        "metadata.labels has no pod-security.kubernetes.io/enforce",
    ]);
});
