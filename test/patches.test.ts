import noPrivileged from "hardened-containers-policies/controls/pods/no-privileged";
import { controls } from "hardened-containers-policies/controls";
import { judge, judgeStack } from "hardened-containers-policies/judge";
import { sentinels } from "hardened-containers-policies/unknown";
import type { Data } from "hardened-containers-policies/resource";

const privileged = { securityContext: { privileged: true } };
const resource = (kind: string, props: Data) => ({ type: kind, urn: "", name: "test", props });

describe("a patch", () => {
    const patch = (spec: Data): Data => ({ apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec } } });

    test("is judged by what it sets", () => {
        const props = patch({ containers: [{ name: "app", ...privileged }], hostPID: true });
        const judged = controls.map(
            (control) => [control.id, judge(control, resource("kubernetes:apps/v1:DeploymentPatch", props))] as const,
        );
        expect(judged.flatMap(([id, { findings }]) => findings.map(({ path }) => `${id} ${path}`))).toEqual([
            "no-privileged spec.template.spec.containers[app]",
            "no-host-namespaces spec.template.spec",
        ]);
    });

    test("is neither complained of for what it leaves out, nor undecided", () => {
        for (const spec of [
            {},
            { containers: [{ name: "app" }] },
            { containers: [{ name: "app", securityContext: {} }] },
        ]) {
            for (const kind of ["DeploymentPatch", "DaemonSetPatch"]) {
                for (const control of controls) {
                    const it = resource(`kubernetes:apps/v1:${kind}`, {
                        ...patch(spec),
                        kind: kind.replace("Patch", ""),
                    });
                    expect(judge(control, it)).toMatchObject({ findings: [], undecided: [] });
                    expect(judgeStack(control, [it])).toMatchObject({ findings: [], undecided: [] });
                }
            }
        }
    });

    test("with unknowns reports none of them", () => {
        const props = patch({ containers: sentinels.array, hostPID: sentinels.boolean });
        const judged = controls.map((control) => judge(control, resource("kubernetes:apps/v1:DeploymentPatch", props)));
        expect(judged.flatMap(({ findings, undecided }) => [...findings, ...undecided])).toEqual([]);
    });

    test("of a namespace is judged by its labels", () => {
        const judged = (labels: Data): string[] =>
            controls
                .filter((control) => {
                    const props = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
                    return judge(control, resource("kubernetes:core/v1:NamespacePatch", props)).findings.length > 0;
                })
                .map(({ id }) => id);
        expect(judged({})).toEqual([]);
        expect(judged({ "pod-security.kubernetes.io/enforce": "privileged" })).toEqual([
            "pod-security-enforce",
            "no-privileged-namespace",
        ]);
    });

    test("is what the name of a kind only looks like", () => {
        const props = {
            apiVersion: "example.com/v1",
            kind: "RolloutPatch",
            spec: { template: { spec: { containers: [privileged] } } },
        };
        expect(judge(noPrivileged, resource("kubernetes:example.com/v1:RolloutPatch", props)).findings).toHaveLength(1);
    });
});
