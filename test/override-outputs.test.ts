import { withComponents } from "./components/program";

const digest = `sha256:${"0".repeat(64)}`;
const resources = { limits: { memory: "64Mi" }, requests: { cpu: "50m" } };
const initContainer = { name: "init", image: `init@${digest}`, resources };
const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
};

test.each([
    ["a list of containers", { initContainers: { $output: [initContainer] } }, { ...initContainer, securityContext }],
    [
        "a security context",
        { initContainers: [{ ...initContainer, securityContext: { $output: { runAsGroup: 1000 } } }] },
        { ...initContainer, securityContext: { runAsGroup: 1000, ...securityContext } },
    ],
])("what is missing in %s that an override holds inside an Output is filled in there", async (_, pod, expected) => {
    const override = { spec: { template: { spec: pod } } };
    const args = { namespace: "shop", image: `app@${digest}`, memory: "64Mi", override };
    await withComponents([{ kind: "Deployment", name: "web", args }], async (run) => {
        const { steps } = await run("preview");
        const { spec } = steps.find(({ type }) => type === "kubernetes:apps/v1:Deployment")?.inputs as {
            spec: { template: { spec: { initContainers: object[] } } };
        };
        expect(spec.template.spec.initContainers).toEqual([expected]);
    });
});
