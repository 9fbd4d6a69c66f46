import { withComponents } from "./components/program";

const digest = `sha256:${"0".repeat(64)}`;
const least = { namespace: "shop", image: `app@${digest}`, memory: "64Mi" };
const beside = { image: `b@${digest}`, memory: "64Mi" };

interface Spec extends Record<string, unknown> {
    template: { spec: { initContainers?: Named[]; containers: Named[] } };
}
interface Named {
    name: string;
    restartPolicy?: string;
    lifecycle?: object;
}

test("what workloads make beside what the controls ask for", async () => {
    const front = { ports: [8080], service: { ports: [{ port: 80, targetPort: 8080 }] } };
    const components = [
        { kind: "Deployment", name: "scaled", args: { ...least, ...front, autoscaling: { maxReplicas: 5 } } },
        {
            kind: "Deployment",
            name: "single",
            args: { ...least, ...front, autoscaling: { minReplicas: 1, maxReplicas: 5 } },
        },
        { kind: "Deployment", name: "quick", args: { ...least, ...front, terminationGracePeriodSeconds: 5 } },
        { kind: "Deployment", name: "none", args: { ...least, ...front, replicas: 0 } },
        {
            kind: "Deployment",
            name: "order",
            args: {
                ...least,
                initContainers: [{ name: "init", ...beside }],
                sidecars: [
                    { name: "ordinary", native: false, ...beside },
                    { name: "native", ...beside },
                ],
            },
        },
        { kind: "StatefulSet", name: "state", args: least },
        { kind: "DaemonSet", name: "daemon", args: least },
        { kind: "Job", name: "job", args: least },
        { kind: "CronJob", name: "cron", args: { ...least, schedule: "@daily" } },
    ];
    await withComponents(components, async (run) => {
        const { exitCode, output, steps } = await run("preview");
        expect(exitCode === 0 ? "" : output).toBe("");
        const found = (name: string) => steps.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs;
        const specOf = (name: string) => (found(name) as { spec: Spec } | undefined)?.spec;

        // An autoscaler sets the number of pods, and nothing else does.
        expect(specOf("scaled-deployment")).not.toHaveProperty("replicas");
        expect(specOf("scaled-autoscaler")).toMatchObject({
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scaled" },
            minReplicas: 2,
            maxReplicas: 5,
            metrics: [{ resource: { name: "cpu", target: { averageUtilization: 80 } } }],
        });
        expect(found("scaled-disruption-budget")).toBeDefined();
        expect(found("single-disruption-budget")).toBeUndefined();
        expect(found("state-disruption-budget")).toBeUndefined();
        expect(specOf("scaled-service")).toMatchObject({ type: "ClusterIP", ports: [{ port: 80, targetPort: 8080 }] });

        // Behind a Service a container stops after it is no longer sent connections, if there is time.
        const main = (name: string) => specOf(`${name}-deployment`)?.template.spec.containers[0];
        expect(main("scaled")?.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
        expect(main("quick")).not.toHaveProperty("lifecycle");
        expect(main("order")).not.toHaveProperty("lifecycle");

        // Pulumi waits for pods behind a Service, and there are none.
        expect(found("none-service")).toMatchObject({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });

        const { initContainers = [], containers = [] } = specOf("order-deployment")?.template.spec ?? {};
        expect(initContainers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
            ["native", "Always"],
            ["init", undefined],
        ]);
        expect(containers.map(({ name }) => name)).toEqual(["order", "ordinary"]);

        expect(specOf("state-stateful-set")).toMatchObject({
            replicas: 1,
            serviceName: "state-headless",
            persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        });
        expect(found("state-headless-service")).toMatchObject({
            metadata: { name: "state-headless" },
            spec: { clusterIP: "None", publishNotReadyAddresses: false },
        });
        expect(specOf("daemon-daemon-set")).toMatchObject({
            updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
        });
        expect(specOf("daemon-daemon-set")?.template.spec).not.toHaveProperty("topologySpreadConstraints");

        const job = { backoffLimit: 3, activeDeadlineSeconds: 3600, template: { spec: { restartPolicy: "Never" } } };
        expect(specOf("job-job")).toMatchObject({ ...job, ttlSecondsAfterFinished: 86_400 });
        expect(specOf("job-job")).not.toHaveProperty("selector");
        expect(found("job-job")).toMatchObject({ metadata: { annotations: { "pulumi.com/timeoutSeconds": "3600" } } });
        expect(specOf("cron-cron-job")).toMatchObject({
            timeZone: "Etc/UTC",
            concurrencyPolicy: "Forbid",
            jobTemplate: { spec: job },
        });
    });
});
