import type { DeploymentArgs } from "hardened-containers";
import { withComponents } from "./components/program";

const digest = `sha256:${"0".repeat(64)}`;
const least: DeploymentArgs = { namespace: "shop", image: `app@${digest}`, memory: "64Mi" };

const container = (fields: object) => ({ spec: { template: { spec: { containers: [{ name: "web", ...fields }] } } } });
const pod = (fields: object) => ({ spec: { template: { spec: fields } } });

test("an init container that an override adds is hardened like the others", async () => {
    const resources = { limits: { memory: "64Mi" }, requests: { cpu: "50m" } };
    const initContainers = [{ name: "init", image: `init@${digest}`, resources }];
    const args = { ...least, override: pod({ initContainers }) };
    await withComponents([{ kind: "Deployment", name: "web", args }], async (run) => {
        const { steps } = await run("preview");
        const { spec } = steps.find(({ type }) => type === "kubernetes:apps/v1:Deployment")?.inputs as {
            spec: { template: { spec: { initContainers: object[] } } };
        };
        const securityContext = {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        };
        expect(spec.template.spec.initContainers).toEqual([{ ...initContainers[0], securityContext }]);
    });
});

test("an override that makes the pods Windows pods brings no field that exists on Linux only", async () => {
    const args = { ...least, override: pod({ os: { name: "windows" } }) };
    await withComponents([{ kind: "Deployment", name: "web", args }], async (run) => {
        const { steps } = await run("preview");
        const { spec } = steps.find(({ type }) => type === "kubernetes:apps/v1:Deployment")?.inputs as {
            spec: { template: { spec: { securityContext: object; containers: { securityContext: object }[] } } };
        };
        expect(spec.template.spec.securityContext).toEqual({ runAsNonRoot: true });
        expect(spec.template.spec.containers[0]?.securityContext).toEqual({});
    });
});

test.each([
    ["a secret image", { image: { $secret: "hunter2/" } }, "Deployment web: argument image (a secret) is not"],
    [
        "a secret override",
        { override: container({ image: { $secret: "hunter2" } }) },
        "Deployment web: argument override is refused: spec.template.spec.containers[web].image holds a secret value",
    ],
    ["image", { image: { $output: "nginx" } }, 'Deployment web: argument image ("nginx") names neither'],
    [
        "override",
        { override: container({ securityContext: { privileged: { $output: true } } }) },
        "Deployment web: argument override is refused: spec.template.spec.containers[web] is privileged",
    ],
])("what an output of %s holds is refused with the same sentence and no stack", async (_, args, sentence) => {
    await withComponents([{ kind: "Deployment", name: "web", args: { ...least, ...args } }], async (run) => {
        const { exitCode, output } = await run("preview");
        expect(exitCode).not.toBe(0);
        expect(output).toContain(sentence);
        expect(output).not.toContain("hunter2");
        expect(output).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
    });
});
