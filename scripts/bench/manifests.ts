/** Resources as an organisation has them: alike in form, and each with names, images and settings of its own. */
import { createHash } from "node:crypto";
import type { Subject } from "../../test/analyzer";

const words = [
    "cart",
    "ledger",
    "billing",
    "search",
    "index",
    "proxy",
    "mail",
    "audit",
    "quota",
    "stock",
    "login",
    "queue",
];
const provider = "default_4_34_2";

function hexOf(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}

function wordsOf(hex: string): string[] {
    return [0, 2, 4].map((at) => words[parseInt(hex.slice(at, at + 2), 16) % words.length] ?? "");
}

/** Eleven variables, among them addresses, switches and numbers. */
function variables(app: string, team: string, hex: string) {
    const [first = "", second = ""] = wordsOf(hex.slice(6));
    const values = {
        LOG_LEVEL: "info",
        PORT: "8080",
        DATABASE_HOST: `${first}-db.${team}.svc.cluster.local`,
        DATABASE_NAME: `${app}_${second}`,
        UPSTREAM_URL: `https://${second}.${team}.svc:8443/v1`,
        CACHE_TTL_SECONDS: String(parseInt(hex.slice(0, 3), 16)),
        FEATURES: `${first},${second}-preview`,
        REGION: "eu-west-1",
        MAX_CONNECTIONS: String(parseInt(hex.slice(3, 5), 16)),
        OTEL_SERVICE_NAME: app,
        JAVA_TOOL_OPTIONS: "-XX:MaxRAMPercentage=75.0",
    };
    return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function container(name: string, app: string, team: string, number: number) {
    const hex = hexOf(`${name} ${app} ${number}`);
    const probe = (path: string) => ({
        httpGet: { path, port: 8080, scheme: "HTTP" },
        periodSeconds: 10,
        timeoutSeconds: 2,
    });
    // One in thirty containers has a fault, so that one in ten Deployments has.
    const tag = parseInt(hex.slice(-4), 16) % 30 === 0 ? "latest" : `1.${number % 40}.${number % 7}@sha256:${hex}`;
    return {
        name,
        image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${team}/${name}:${tag}`,
        args: ["--listen", ":8080", "--log-format", "json"],
        env: variables(app, team, hex),
        ports: [{ containerPort: 8080, name: "http", protocol: "TCP" }],
        livenessProbe: probe("/live"),
        readinessProbe: probe("/ready"),
        resources: { limits: { memory: "256Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
        securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ mountPath: "/tmp", name: "tmp" }],
    };
}

function subject(apiVersion: string, kind: string, name: string, namespace: string | undefined, rest: object): Subject {
    const type = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
    return { type, name, provider, props: { apiVersion, kind, metadata: { name, namespace }, ...rest } };
}

/** A Deployment of three containers, as programs register it: 4.7 kB of JSON. */
export function deployment(number: number): Subject {
    const [first = "", second = ""] = wordsOf(hexOf(String(number)));
    const team = `team-${number % 97}`;
    const app = `${first}-${second}-${number}`;
    const labels = { "app.kubernetes.io/name": app, "app.kubernetes.io/part-of": second, tier: "web" };
    const annotations = { "example.com/team": team };
    const spec = {
        automountServiceAccountToken: false,
        containers: [app, "proxy", "exporter"].map((name) => container(name, app, team, number)),
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        serviceAccountName: app,
        volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }],
    };
    return subject("apps/v1", "Deployment", app, team, {
        metadata: { name: app, namespace: team, labels, annotations },
        spec: {
            replicas: 3,
            selector: { matchLabels: labels },
            template: { metadata: { labels, annotations }, spec },
        },
    });
}

export function configMap(number: number): Subject {
    return subject("v1", "ConfigMap", `settings-${number}`, `team-${number % 97}`, {
        data: { mode: `fast-${number}` },
    });
}

function namespace(number: number): Subject {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const name = `team-${number % 97}`;
    return subject("v1", "Namespace", name, undefined, { metadata: { name, labels } });
}

function networkPolicy(number: number): Subject {
    const spec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
    return subject("networking.k8s.io/v1", "NetworkPolicy", `deny-${number}`, `team-${number % 97}`, { spec });
}

function serviceAccount(number: number): Subject {
    const name = `account-${number}`;
    return subject("v1", "ServiceAccount", name, `team-${number % 97}`, { automountServiceAccountToken: false });
}

/** Of fifty resources ten are Deployments, one is a namespace, two are network policies, ten service accounts. */
export function stack(size: number): Subject[] {
    return Array.from({ length: size }, (_, number) => {
        const { name, ...rest } = one(number);
        return { ...rest, name: `${name ?? ""}-${number}` };
    });
}

function one(number: number): Subject {
    const place = number % 50;
    if (place === 0) return namespace(number / 50);
    if (place < 3) return networkPolicy(Math.floor(number / 50));
    if (place < 13) return deployment(number);
    return place < 23 ? serviceAccount(number) : configMap(number);
}
