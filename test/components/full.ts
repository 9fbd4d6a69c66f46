/** Arguments in which everything is set, each value to one of its own. */
const digest = `sha256:${"a1".repeat(32)}`;

export const namespaceArgs = {
    name: "full-namespace",
    labels: { team: "label-value" },
    annotations: { "example.com/note": "annotation-value" },
    podSecurityVersion: "v1.36",
    dns: { nodeLocalAddress: "169.254.20.10", clusterAddress: "172.20.0.10" },
    quota: { pods: 41, memory: "42Gi", loadBalancers: 3, nodePorts: 4 },
    memoryLimit: { default: "65Mi", max: "66Gi" },
};

export const deploymentArgs = {
    namespace: "full-home",
    name: "full-name",
    selector: { app: "selector-value" },
    labels: { team: "label-value" },
    annotations: { "example.com/note": "annotation-value" },
    image: `registry.example.com/full@${digest}`,
    memory: "67Mi",
    cpu: "168m",
    command: ["/command"],
    args: ["--argument"],
    ports: [18080, 18081],
    env: { VARIABLE: "variable-value" },
    secretEnv: { PASSWORD: { secret: "environment-secret", key: "environment-key" } },
    secretFiles: [{ secret: "file-secret", path: "/run/secrets/one" }],
    writablePaths: [{ path: "/var/cache", size: "69Mi" }],
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
    user: 10101,
    group: 10102,
    replicas: 3,
    allowFrom: [{ pods: { "app.kubernetes.io/name": "from-pods" }, namespace: "from-namespace", ports: [18084] }],
    allowTo: [{ cidr: "10.77.0.0/16", ports: [18085] }],
    dns: { nodeLocalAddress: "169.254.20.11", clusterAddress: "172.20.0.11" },
    addCapabilities: ["NET_BIND_SERVICE"],
    override: { spec: { template: { spec: { terminationGracePeriodSeconds: 61 } } } },
};

/** What is not an Input: switches and what shapes the resources. */
const plain = new Set(["path", "replicas", "grpc", "addCapabilities"]);

/** A place in arguments that takes an Output, with the value that is there. */
export interface Leaf {
    path: (string | number)[];
    value: unknown;
}

/** The places in arguments that take an Output. */
export function leavesOf(args: unknown, path: (string | number)[] = []): Leaf[] {
    if (plain.has(String(path.at(-1)))) return [];
    if (Array.isArray(args)) return args.flatMap((each, index) => leavesOf(each, [...path, index]));
    if (typeof args !== "object" || args === null) return [{ path, value: args }];
    return Object.entries(args).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** The arguments with the value at a place replaced. */
export function replacedAt(args: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
    if (key === undefined) return by;
    if (Array.isArray(args))
        return args.map((each: unknown, index) => (index === key ? replacedAt(each, rest, by) : each));
    const object = args as Record<string, unknown>;
    return { ...object, [key]: replacedAt(object[key], rest, by) };
}
