import { CronJob, Deployment, Job, StatefulSet } from "hardened-containers";
import { readRequest } from "hardened-containers-policies/grants";
import { registered } from "./components/registered";
import { container, least, pod, privileged, proxy, until, waive } from "./components/waived";

const prefix = "waive.hardened-containers/";
interface Meta {
    annotations?: Record<string, string>;
}
interface Template {
    metadata: Meta;
    spec: {
        securityContext: object;
        automountServiceAccountToken?: boolean;
        containers: { name: string; securityContext: object }[];
        initContainers?: { name: string; securityContext: object }[];
    };
}
const deploymentOf = async (args: object) => {
    const all = await registered(() => new Deployment("web", { ...least, ...args }));
    const { metadata, spec } = all.get("web-deployment") as { metadata: Meta; spec: { template: Template } };
    return { all, metadata, ...spec, pod: spec.template.spec };
};

test("a waiver is requested in the object and in its pods, and reads as it was given", async () => {
    const waiver = waive("read-only-root-filesystem", { by: "team-shop", reason: "writes to /opt, by (1)" });
    const annotations = { "example.com/a": "b" };
    const { metadata, template, all } = await deploymentOf({ waivers: [waiver], annotations });
    const key = `${prefix}read-only-root-filesystem`;
    const text = `until=${until} by=team-shop reason=writes to /opt, by (1)`;
    expect(metadata.annotations).toEqual({ [key]: text });
    expect(template.metadata.annotations).toEqual({ ...annotations, [key]: text });
    expect(readRequest(text)).toMatchObject({ until, by: "team-shop", reason: waiver.reason });
    const others = [...all].filter(([name]) => name !== "web-deployment");
    expect(JSON.stringify(others)).not.toContain(prefix);
    expect(template.spec.containers[0]?.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
    });
});

test("waivers of one control for two containers are one request", async () => {
    const both = ["web", "proxy"].map((name) => waive("read-only-root-filesystem", { container: name }));
    const { metadata, pod: spec } = await deploymentOf({
        waivers: both,
        sidecars: [proxy, { ...proxy, name: "third" }],
    });
    expect(metadata.annotations).toEqual({
        [`${prefix}read-only-root-filesystem`]: `until=${until} container=web+proxy reason=vendor image`,
    });
    const filled = [...spec.containers, ...(spec.initContainers ?? [])].map(
        ({ name, securityContext }) => [name, "readOnlyRootFilesystem" in securityContext] as const,
    );
    expect(Object.fromEntries(filled)).toEqual({ web: false, proxy: false, third: true });
});

test("what a pod says for all, its other containers say for themselves where one is waived", async () => {
    const waivers = ["run-as-non-root", "seccomp-profile"].map((id) => waive(id, { container: "web" }));
    const { pod: spec } = await deploymentOf({ waivers, sidecars: [proxy] });
    expect(spec.securityContext).toEqual({});
    expect(spec.containers[0]?.securityContext).not.toHaveProperty("runAsNonRoot");
    expect(spec.containers[0]?.securityContext).not.toHaveProperty("seccompProfile");
    expect(spec.initContainers?.[0]?.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
    });
});

test("a container may be privileged, and escalation is then not forbidden: the API server refuses the two together", async () => {
    const waivers = [waive("no-privileged", { container: "web" })];
    const { metadata, pod: spec } = await deploymentOf({ waivers, sidecars: [proxy], ...container("web", privileged) });
    expect(Object.keys(metadata.annotations ?? {})).toEqual([`${prefix}no-privileged`]);
    expect(spec.containers[0]?.securityContext).toEqual({
        privileged: true,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    });
    expect(spec.initContainers?.[0]?.securityContext).toMatchObject({ allowPrivilegeEscalation: false });
});

test.each([
    ["an argument", { automountServiceAccountToken: true }],
    ["the override", pod({ automountServiceAccountToken: true })],
])("pods have a token by %s, and the service account gives it to no others", async (_, args) => {
    const { all, pod: spec, metadata } = await deploymentOf({ waivers: [waive("no-service-account-token")], ...args });
    expect(spec.automountServiceAccountToken).toBe(true);
    expect(all.get("web-service-account")).toMatchObject({ automountServiceAccountToken: false });
    expect(metadata.annotations).toHaveProperty([`${prefix}no-service-account-token`]);
});

test("root runs where both controls are waived, and nowhere else", async () => {
    const both = (name?: string) => ["non-root-user", "run-as-non-root"].map((id) => waive(id, { container: name }));
    const main = await deploymentOf({ waivers: both(), user: 0 });
    expect(main.pod.securityContext).toEqual({ runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } });
    const beside = await deploymentOf({ waivers: both("proxy"), sidecars: [{ ...proxy, user: 0 }] });
    expect(beside.pod.initContainers?.[0]?.securityContext).not.toHaveProperty("runAsNonRoot");
    expect(beside.pod.containers[0]?.securityContext).toMatchObject({ runAsNonRoot: true });
});

test("capabilities, an image without tag, and a credential at the service account", async () => {
    const ids = ["drop-all-capabilities", "image-tag", "image-digest", "no-known-credential"];
    const {
        all,
        pod: spec,
        metadata,
    } = await deploymentOf({
        waivers: ids.map((id) => waive(id)),
        addCapabilities: ["CHOWN"],
        image: "nginx",
        serviceAccountAnnotations: { "example.com/db": "postgres://shop:kLm83-Qe7xTz@db/shop" },
    });
    expect(spec.containers[0]).toMatchObject({
        image: "nginx",
        securityContext: { capabilities: { add: ["CHOWN"], drop: ["ALL"] } },
    });
    // Each request is where the control is broken.
    expect(Object.keys(metadata.annotations ?? {}).sort()).toEqual(
        ids
            .slice(0, 3)
            .map((id) => prefix + id)
            .sort(),
    );
    const account = all.get("web-service-account") as { metadata: Meta };
    expect(Object.keys(account.metadata.annotations ?? {}).filter((key) => key.startsWith(prefix))).toEqual([
        `${prefix}no-known-credential`,
    ]);
});

test("pods of other kinds say it, too", async () => {
    const args = { ...least, waivers: [waive("no-service-links")] };
    const all = await registered(() => {
        new Job("once", args);
        new CronJob("often", { ...args, schedule: "@daily" });
        new StatefulSet("kept", args);
    });
    const key = `${prefix}no-service-links`;
    const paths = { once: "job", often: "cron-job", kept: "stateful-set" };
    for (const [name, role] of Object.entries(paths)) {
        const { metadata, spec } = all.get(`${name}-${role}`) as {
            metadata: Meta;
            spec: { template?: Template; jobTemplate?: { spec: { template: Template } } };
        };
        expect(metadata.annotations).toHaveProperty([key]);
        const template = spec.template ?? spec.jobTemplate?.spec.template;
        expect(template?.metadata.annotations).toEqual({ [key]: `until=${until} reason=vendor image` });
        expect(template?.spec).not.toHaveProperty("enableServiceLinks");
    }
    expect((all.get("once-job") as { metadata: Meta }).metadata.annotations).toHaveProperty([
        "pulumi.com/timeoutSeconds",
    ]);
});
