import fc from "fast-check";
import ipaddr from "ipaddr.js";

type Fields = Record<string, fc.Arbitrary<unknown>>;

const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom("", "http://api:8080", "${HOME}", "ünïcode", "a\nb"),
);
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const image = fc
    .tuple(fc.constantFrom("nginx", "registry.example.com:5000/team/app", "ghcr.io/org/app:1.2", "app:latest"), hex)
    .map(([reference, digest]) => `${reference}@sha256:${digest}`);
const bytes = fc.constantFrom("1", "64Mi", "0.5Gi", "1e9", "128M", "8Gi");
const port = fc.integer({ min: 1, max: 65535 });
const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const labelKey = fc.constantFrom("team", "app.kubernetes.io/part-of", "example.com/tier");
const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/);
const seconds = fc.integer({ min: 1, max: 600 });
const ipv4 = fc.ipV4();
const cidr = fc.oneof(
    fc
        .tuple(fc.ipV4(), fc.integer({ min: 0, max: 31 }))
        .map(([address, bits]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`),
    fc.constantFrom("10.0.0.0/8", "0.0.0.0/0", "::/0", "fd00::/8"),
);

/** Some values inside Outputs, known or secret; lists and objects themselves are plain. */
const input = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof(
        { weight: 6, arbitrary: of },
        { weight: 1, arbitrary: of.map(($output) => ({ $output })) },
        { weight: 1, arbitrary: of.map(($secret) => ({ $secret })) },
        { weight: 1, arbitrary: of.map(($later) => ({ $later })) },
    );
const inputs = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(input(of), { minLength: 1, maxLength });
const inputMap = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
    fc.dictionary(keys, input(values), { maxKeys: 3 });
const record = (fields: Fields, required: string[] = []) => fc.record(fields, { requiredKeys: required });

const secretKey: Fields = { secret: input(name), key: input(fc.constantFrom("password", "tls.key", "a_b-c")) };
const path = fc.uniqueArray(fc.constantFrom("/tmp", "/var/cache/nginx", "/run/app", "/data", "/srv/www"), {
    maxLength: 3,
});
const writablePath: Fields = { path: fc.constant("/data"), size: input(bytes) };
const secretFiles: Fields = { secret: input(name), path: fc.constant("/run/secrets/one") };
const timing: Fields = {
    initialDelaySeconds: input(fc.integer({ min: 0, max: 600 })),
    periodSeconds: input(seconds),
    timeoutSeconds: input(seconds),
    failureThreshold: input(seconds),
};
const probe: Fields = {
    httpPath: input(fc.constantFrom("/", "/healthz?full=1")),
    command: inputs(fc.constantFrom("/bin/check", "--fast")),
    grpc: fc.boolean(),
    port: input(port),
    ...timing,
};
/** One way of checking at a time. */
const probes = fc
    .tuple(record(probe, ["port"]), fc.constantFrom("httpPath", "command", "grpc", "none"))
    .map(([args, way]) =>
        Object.fromEntries(
            Object.entries(args).filter(([key]) => key === way || !["httpPath", "command", "grpc"].includes(key)),
        ),
    );
const connection: Fields = {
    pods: inputMap(labelKey, name),
    namespace: input(name),
    cidr: input(cidr),
    ports: inputs(port),
    protocol: fc.constantFrom("TCP", "UDP", "SCTP"),
};
/** Pods and namespaces, or a block. */
const connections = fc.array(
    fc.oneof(
        record({ ...connection, cidr: fc.constant(undefined) }, ["namespace", "ports"]),
        record({ cidr: input(cidr), ports: inputs(port), protocol: connection.protocol ?? port }, ["cidr", "ports"]),
    ),
    { maxLength: 3 },
);
const dns: Fields = {
    nodeLocalAddress: input(fc.constantFrom("169.254.20.10", "fd00::a")),
    clusterAddress: input(fc.oneof(ipv4, fc.constant("fd00:10:96::a"))),
};
const quota: Fields = {
    pods: input(fc.nat(1000)),
    memory: input(bytes),
    loadBalancers: input(fc.nat(5)),
    nodePorts: input(fc.nat(5)),
};
const memoryLimit: Fields = {
    default: input(fc.constantFrom("1", "64Mi", "1e8")),
    max: input(fc.constantFrom("0.5Gi", "1e9", "16Gi")),
};
const namespace: Fields = {
    name: input(name),
    labels: inputMap(labelKey, name),
    annotations: inputMap(labelKey, text),
    podSecurityVersion: input(fc.constantFrom("latest", "v1.35", "v1.37")),
    dns: record(dns),
    quota: record(quota),
    memoryLimit: record(memoryLimit),
};
const container: Fields = {
    image: input(image),
    allowTag: fc.constant(false),
    memory: input(bytes),
    cpu: input(fc.constantFrom("1", "100m", "0.5")),
    command: inputs(text),
    args: inputs(text),
    ports: fc
        .uniqueArray(port, { maxLength: 3 })
        .chain((ports) => fc.tuple(...ports.map((each) => input(fc.constant(each))))),
    env: inputMap(variable, text),
    secretEnv: fc.dictionary(
        variable.map((key) => `SECRET_${key}`),
        record(secretKey, ["secret", "key"]),
        { maxKeys: 2 },
    ),
    secretFiles: fc.array(record(secretFiles, ["secret", "path"]), { maxLength: 1 }),
    writablePaths: path.chain((paths) =>
        fc.tuple(...paths.map((each) => record({ ...writablePath, path: fc.constant(each) }, ["path"]))),
    ),
    livenessProbe: probes,
    readinessProbe: probes,
    startupProbe: probes,
    addCapabilities: fc.constantFrom([], ["NET_BIND_SERVICE"]),
};
const deployment: Fields = {
    ...container,
    namespace: input(name),
    name: input(name),
    selector: fc.constantFrom({ app: "web" }, { app: { $output: "web" }, tier: "front" }),
    labels: inputMap(labelKey, name),
    annotations: inputMap(labelKey, text),
    replicas: fc.integer({ min: 0, max: 5 }),
    user: input(id),
    group: input(id),
    allowFrom: connections,
    allowTo: connections,
    dns: record(dns),
    override: fc.constantFrom(
        {},
        { spec: { minReadySeconds: 5 } },
        { spec: { template: { spec: { terminationGracePeriodSeconds: 60, hostAliases: [] } } } },
        { metadata: { annotations: { "example.com/owner": { $later: "team" } } } },
    ),
};

/** The arbitraries of the fields, by the name of the interface. */
export const interfaces: Record<string, Fields> = {
    NamespaceArgs: namespace,
    QuotaArgs: quota,
    MemoryLimitArgs: memoryLimit,
    DnsArgs: dns,
    DeploymentArgs: deployment,
    ContainerArgs: container,
    ConnectionArgs: connection,
    SecretKeyArgs: secretKey,
    SecretFilesArgs: secretFiles,
    WritablePathArgs: writablePath,
    ProbeArgs: probe,
};

/** Arguments that need no exception, by the name of the component. */
export const arguments_ = {
    Namespace: record(namespace),
    Deployment: record(deployment, ["namespace", "image", "memory"]),
};
