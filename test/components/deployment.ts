import fc from "fast-check";
import type { Case } from "./case";
import { connection, connections, dns } from "./connections";
import { container, containerInterfaces } from "./container";
import { digest, id, input, inputMap, labelKey, name, record, text, type Fields } from "./values";

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

export const deploymentCase: Case = {
    kind: "Deployment",
    interfaces: { ...containerInterfaces, DeploymentArgs: deployment, ConnectionArgs: connection, DnsArgs: dns },
    any: record(deployment, ["namespace", "image", "memory"]),
    least: { namespace: "least", image: `app@${digest}`, memory: "64Mi" },
    full: {
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
    },
    // Whether a block holds the metadata addresses, which are then left out, hangs on the block.
    hangsOn: ({ path }, place) => path.at(-1) === "cidr" && place.endsWith(".except"),
    plain: ["path", "replicas", "grpc", "addCapabilities"],
};
