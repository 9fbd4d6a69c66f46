/** The hardening transform in the real engine, which hands it the values of resources in a form of its own. */
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { isUnknown } from "hardened-containers-policies/unknown";
import { openSandbox, type Result, type Sandbox } from "../sandbox/run";

const policyPack = join(__dirname, "..", "policypack");
const secret = "4dabf18193072939515e22adb298388d";

let sandbox: Sandbox;
beforeAll(async () => {
    sandbox = await openSandbox({ program: join(__dirname, "hardening", "program") });
});
afterAll(() => {
    sandbox.close();
});

const preview = (step: string) => sandbox.run("preview", { policyPack, config: { step } });
/** What no filling in can put right: which image, how much of what, as whom, what the network may do. */
const remaining = [
    "cpu-request",
    "dedicated-service-account",
    "default-deny-egress",
    "default-deny-ingress",
    "image-digest",
    "memory-limit",
];
const filling = controls.filter(({ safe }) => safe !== undefined).map(({ id }) => id);
const said = ({ policies }: Result) =>
    [...new Set(policies.filter(({ message }) => !message.includes("cannot be decided")).map(({ policy }) => policy))]
        .filter((policy) => !remaining.includes(policy))
        .sort();

function podOf({ steps }: Pick<Result, "steps">, name: string) {
    const { inputs } = steps.find(({ urn, type }) => urn.endsWith(name) && type.endsWith(":Deployment")) ?? {};
    return (inputs as { spec: { template: { spec: Record<string, unknown> & { containers: Container[] } } } }).spec
        .template.spec;
}
interface Container {
    env: { value: unknown }[];
    securityContext: Record<string, unknown>;
}

test("without the transform, code that knows nothing of the controls is blocked", async () => {
    const result = await preview("none");
    expect(result.exitCode).toBe(1);
    expect(said(result)).toEqual(expect.arrayContaining(["run-as-non-root", "pod-security-enforce"]));
    expect(said(result).filter((policy) => !filling.includes(policy))).toEqual([]);
});

test("as an option of resources, it hardens their children, and leaves out what it is told to", async () => {
    const result = await preview("each");
    expect(said(result)).toEqual(["read-only-root-filesystem"]);
    expect(podOf(result, "component").containers[0]?.securityContext).toEqual({
        privileged: false,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
    });
});

test("registered for the stack, it hardens all, but changes nothing that is set, and what is unknown stays so", async () => {
    const result = await preview("stack");
    expect(said(result)).toEqual(["read-only-root-filesystem"]);
    expect(result.policies.filter(({ policy }) => policy === "read-only-root-filesystem")).toMatchObject([
        { message: expect.stringContaining("spec.template.spec.initContainers[init]") as string },
    ]);
    const { containers, initContainers } = podOf(result, "component");
    expect(containers[0]?.env.map(({ value }) => isUnknown(value))).toEqual([false, false, true]);
    const securityContext = {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    };
    expect(containers[0]?.securityContext).toEqual({ privileged: false, ...securityContext });
    expect(initContainers).toEqual([{ name: "init", image: "nginx:1.29", securityContext }]);
});

test("what is secret stays secret in the state, and nothing else becomes it", async () => {
    const { exitCode } = await sandbox.run("up", { config: { step: "stack" }, skipPreview: true });
    expect(exitCode).toBe(0);
    const inputs = (await sandbox.resources()).find(({ urn }) => urn.endsWith("Deployment::component"))?.inputs;
    const pod = podOf(
        { steps: [{ urn: "component", type: ":Deployment", inputs: inputs ?? {} } as never] },
        "component",
    );
    expect(pod).toMatchObject({ automountServiceAccountToken: false });
    expect(pod.containers[0]?.env).toMatchObject([
        { name: "PASSWORD", value: { [secret]: expect.any(String) as string } },
        { name: "PLAIN", value: "plain" },
        { name: "LATER", value: expect.any(String) as string },
    ]);
    expect(await sandbox.export()).not.toContain("hunter2");
});
