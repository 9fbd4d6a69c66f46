import fc from "fast-check";
import { connection, connections, dns } from "./connections";
import { appContainer, container, containerInterfaces } from "./container";
import { waivable, waivableInterfaces } from "./waived";
import { bytes, digest, id, input, inputMap, labelKey, name, record, text, type Fields } from "./values";

const init: Fields = { ...container, name: fc.constantFrom("migrate", "warm-up") };
const sidecar: Fields = { ...appContainer(30_000), name: fc.constant("proxy"), native: fc.boolean() };
/** One that may run beside the other. */
const second: Fields = { ...appContainer(45_000), name: fc.constant("agent"), native: fc.boolean() };
const needed = ["name", "image", "memory"];
const containers: Fields = {
    ...appContainer(1),
    initContainers: fc.uniqueArray(record(init, needed), {
        maxLength: 2,
        selector: (each) => (each as { name?: unknown }).name,
    }),
    sidecars: fc
        .tuple(record(sidecar, needed), record(second, needed), fc.nat(2))
        .map(([first, other, length]) => [first, other].slice(0, length)),
};
const toleration: Fields = {
    key: input(labelKey),
    value: input(name),
    effect: fc.constantFrom("NoSchedule", "PreferNoSchedule", "NoExecute"),
    tolerationSeconds: input(fc.nat(600)),
};
const tolerations = fc.array(
    fc.oneof(
        record({ ...toleration, tolerationSeconds: fc.constant(undefined) }, ["key"]),
        record({ ...toleration, effect: fc.constant("NoExecute") }, ["key", "effect"]),
        record({ effect: toleration.effect ?? name }),
    ),
    { maxLength: 2 },
);
const scheduling: Fields = {
    nodeSelector: inputMap(labelKey, name),
    tolerations,
    priorityClassName: input(fc.constantFrom("batch", "shop.example.com")),
    imagePullSecrets: fc
        .uniqueArray(name, { maxLength: 2 })
        .chain((names) => fc.tuple(...names.map((each) => input(fc.constant(each))))),
};
const shared: Fields = { path: fc.constantFrom("/shared", "/var/exchange"), size: input(bytes) };
const pod: Fields = {
    ...containers,
    ...scheduling,
    group: input(id),
    automountServiceAccountToken: input(fc.constant(false)),
    sharedPaths: fc.array(record(shared, ["path"]), { maxLength: 1 }),
    terminationGracePeriodSeconds: input(fc.integer({ min: 21, max: 600 })),
};
export const workload: Fields = {
    ...pod,
    ...waivable,
    namespace: input(name),
    name: input(name.filter((each) => !["proxy", "agent", "migrate", "warm-up"].includes(each))),
    labels: inputMap(labelKey, name),
    annotations: inputMap(labelKey, text),
    serviceAccountAnnotations: inputMap(fc.constant("eks.amazonaws.com/role-arn"), text),
    allowFrom: connections,
    allowTo: connections,
    dns: record(dns),
    override: fc.constantFrom({}, { metadata: { annotations: { "example.com/owner": { $later: "team" } } } }),
};
export const selecting: Fields = {
    ...workload,
    selector: fc.constantFrom({ app: "web" }, { app: { $output: "web" }, tier: "front" }),
    override: fc.constantFrom(
        {},
        { spec: { minReadySeconds: 5 } },
        { spec: { template: { spec: { terminationGracePeriodSeconds: 60, hostAliases: [] } } } },
        { metadata: { annotations: { "example.com/owner": { $later: "team" } } } },
    ),
};
export const needs = ["namespace", "image", "memory"];
/** The interfaces that every workload brings. */
export const workloadInterfaces: Record<string, Fields> = {
    ...containerInterfaces,
    ...waivableInterfaces,
    InitContainerArgs: init,
    SidecarArgs: sidecar,
    ContainersArgs: containers,
    TolerationArgs: toleration,
    SchedulingArgs: scheduling,
    PodArgs: pod,
    WorkloadArgs: workload,
    SelectingWorkloadArgs: selecting,
    ConnectionArgs: connection,
    DnsArgs: dns,
};

export const least = { namespace: "least", image: `app@${digest}`, memory: "64Mi" };

const fullContainer = {
    image: `registry.example.com/full@${digest}`,
    memory: "67Mi",
    cpu: "168m",
    command: ["/command"],
    args: ["--argument"],
    env: { VARIABLE: "variable-value" },
    secretEnv: { PASSWORD: { secret: "environment-secret", key: "environment-key" } },
    secretFiles: [{ secret: "file-secret", path: "/run/secrets/one" }],
    writablePaths: [{ path: "/var/cache", size: "69Mi" }],
    addCapabilities: ["NET_BIND_SERVICE"],
    user: 10101,
};
/** Everything set, each value to one of its own. */
export const full = {
    ...fullContainer,
    namespace: "full-home",
    name: "full-name",
    labels: { team: "label-value" },
    annotations: { "example.com/note": "annotation-value" },
    serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/full" },
    ports: [18080, 18081],
    livenessProbe: {
        httpPath: "/live-path",
        port: 18082,
        initialDelaySeconds: 31,
        periodSeconds: 32,
        timeoutSeconds: 33,
        failureThreshold: 34,
    },
    readinessProbe: { command: ["/probe-command"] },
    startupProbe: { grpc: true, port: 18083 },
    preStop: { sleepSeconds: 35 },
    group: 10102,
    initContainers: [
        { name: "migrate", image: `migrate@${digest}`, memory: "70Mi", user: 10103, env: { STEP: "step" } },
    ],
    sidecars: [
        {
            name: "proxy",
            native: true,
            image: `proxy@${digest}`,
            memory: "71Mi",
            cpu: "172m",
            ports: [18086],
            readinessProbe: { port: 18087 },
            secretFiles: [{ secret: "proxy-secret", path: "/run/secrets/one" }],
            writablePaths: [{ path: "/var/cache", size: "73Mi" }],
            preStop: { command: ["/drain"] },
        },
    ],
    sharedPaths: [{ path: "/shared", size: "74Mi" }],
    terminationGracePeriodSeconds: 75,
    automountServiceAccountToken: true,
    waivers: [{ control: "no-service-account-token", until: "2999-12-31", reason: "full-reason", by: "full-team" }],
    nodeSelector: { "example.com/pool": "pool-value" },
    tolerations: [
        { key: "example.com/taint", value: "taint-value", effect: "NoExecute", tolerationSeconds: 76 },
        { key: "example.com/other" },
    ],
    priorityClassName: "priority-value",
    imagePullSecrets: ["pull-secret"],
    allowFrom: [{ pods: { "app.kubernetes.io/name": "from-pods" }, namespace: "from-namespace", ports: [18084] }],
    allowTo: [{ cidr: "10.77.0.0/16", ports: [18085] }],
    dns: { nodeLocalAddress: "169.254.20.11", clusterAddress: "172.20.0.11" },
};

/** Fields that take no Output, by the end of their path. */
export const plain = [
    ...["control", "until", "reason", "by"].map((field) => `waivers.${field}`),
    "service.ports.name",
    "service.ports.protocol",
    "autoscaling.minReplicas",
    "replicas",
    "path",
    "grpc",
    "addCapabilities",
    "initContainers.name",
    "sidecars.name",
    "native",
    "effect",
];
/** Whether a block holds the metadata addresses, which are then left out, hangs on the block. */
export const hangsOn = ({ path }: { path: (string | number)[] }, place: string) =>
    path.at(-1) === "cidr" && place.endsWith(".except");
