/**
 * Measures the policy pack beside a pack with one trivial rule, in the same run: the time from the start of the process
 * to its port, and per request. `npm run bench -- --json` prints the figures for other programs.
 */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { requestOf, stackRequestOf, startAnalyzer, type Subject } from "../test/analyzer";

const root = resolve(__dirname, "..");

/** What the design asks for: the pack's time over the one-rule pack's. */
const targets = { start: 1.3, request: 1.5 };

/** A Deployment of three containers, as programs register it: 4.7 kB of JSON. */
function deployment(): Subject {
    const labels = { "app.kubernetes.io/name": "shop", "app.kubernetes.io/part-of": "store", tier: "web" };
    const probe = (path: string) => ({
        httpGet: { path, port: 8080, scheme: "HTTP" },
        periodSeconds: 10,
        timeoutSeconds: 2,
    });
    const container = (name: string) => ({
        name,
        image: `registry.example.com/store/${name}:1.2.3@sha256:${"0".repeat(64)}`,
        args: ["--listen", ":8080", "--log-format", "json"],
        env: Array.from({ length: 11 }, (_, number) => ({
            name: `${name.toUpperCase()}_${number}`,
            value: "some value",
        })),
        ports: [{ containerPort: 8080, name: "http", protocol: "TCP" }],
        livenessProbe: probe("/live"),
        readinessProbe: probe("/ready"),
        startupProbe: probe("/started"),
        resources: { limits: { memory: "256Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
        securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ mountPath: "/tmp", name: "tmp" }],
    });
    const metadata = { name: "shop", namespace: "store", labels, annotations: { "example.com/team": "store" } };
    const spec = {
        automountServiceAccountToken: false,
        containers: ["shop", "proxy", "exporter"].map(container),
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        serviceAccountName: "shop",
        volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }],
    };
    const template = { metadata: { labels, annotations: metadata.annotations }, spec };
    const props = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: { replicas: 3, selector: { matchLabels: labels }, template },
    };
    return { type: "kubernetes:apps/v1:Deployment", name: "shop", provider: "default_4_34_2", props };
}

function configMap(number = 0): Subject {
    const metadata = { name: `settings-${number}`, namespace: "store" };
    const props = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { mode: "fast" } };
    return { type: "kubernetes:core/v1:ConfigMap", name: metadata.name, provider: "default_4_34_2", props };
}

/** A thousand resources, of which every fifth is a Deployment. */
function stack(): Subject[] {
    return Array.from({ length: 1000 }, (_, number) =>
        number % 5 === 0 ? { ...deployment(), name: `shop-${number}` } : configMap(number),
    );
}

/** A pack with one rule that looks at one property. */
function oneRulePack(): string {
    const folder = mkdtempSync(join(tmpdir(), "one-rule-pack-"));
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(
        join(folder, "package.json"),
        JSON.stringify({ name: "one-rule", version: "1.0.0", main: "index.js" }),
    );
    writeFileSync(
        join(folder, "index.js"),
        `const { PolicyPack } = require("@pulumi/policy");
const seen = (props) => props.apiVersion === "never";
new PolicyPack("one-rule", { policies: [
    { name: "resource", description: "One rule", enforcementLevel: "mandatory",
      validateResource: (args, report) => { if (seen(args.props)) report("found"); } },
    { name: "stack", description: "One rule", enforcementLevel: "mandatory",
      validateStack: (args, report) => { for (const { props } of args.resources) if (seen(props)) report("found"); } },
] });
`,
    );
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    return folder;
}

const median = (times: readonly number[]): number =>
    [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;

/** The medians of two ways to do something, done in turns. */
async function compare(rounds: number, ways: readonly (() => Promise<number>)[]): Promise<number[]> {
    const times = ways.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
        for (const [index, way] of ways.entries()) times[index]?.push(await way());
    }
    return times.map(median);
}

async function timed(repeat: number, work: () => Promise<unknown>): Promise<number> {
    const started = performance.now();
    for (let count = 0; count < repeat; count += 1) await work();
    return (performance.now() - started) / repeat;
}

/** Sends requests that were encoded before, so that only the pack's time is measured. */
function sender(address: string) {
    const client = new Client(address, credentials.createInsecure(), { "grpc.max_receive_message_length": -1 });
    return (method: string, request: Uint8Array) =>
        new Promise<unknown>((resolve, reject) => {
            client.makeUnaryRequest(
                `/pulumirpc.Analyzer/${method}`,
                () => Buffer.from(request),
                (response) => response,
                {},
                (error, response) => {
                    if (error) reject(error);
                    else resolve(response);
                },
            );
        });
}

interface Row {
    what: string;
    pack: number;
    oneRule: number;
    target: number;
}

async function measure(folder: string): Promise<Row[]> {
    const rows: Row[] = [];
    const add = (what: string, [pack = NaN, oneRule = NaN]: number[], target: number) =>
        rows.push({ what, pack, oneRule, target });
    const start = (pack?: string) => async () => {
        const analyzer = await startAnalyzer(pack);
        await analyzer.stop();
        return analyzer.startedIn;
    };
    add("start", await compare(7, [start(), start(folder)]), targets.start);
    const analyzers = [await startAnalyzer(), await startAnalyzer(folder)];
    const send = analyzers.map(({ address }) => sender(address));
    const requests = async (what: string, rounds: number, repeat: number, method: string, request: Uint8Array) => {
        const ways = send.map((each) => () => timed(repeat, () => each(method, request)));
        await compare(Math.ceil(rounds / 4), ways);
        add(what, await compare(rounds, ways), targets.request);
    };
    const size = (JSON.stringify(deployment().props).length / 1000).toFixed(1);
    await requests(`Deployment, ${size} kB`, 40, 20, "Analyze", requestOf(deployment()).serializeBinary());
    await requests("ConfigMap", 40, 20, "Analyze", requestOf(configMap()).serializeBinary());
    await requests("stack of 1,000", 7, 1, "AnalyzeStack", stackRequestOf(stack()).serializeBinary());
    for (const analyzer of analyzers) await analyzer.stop();
    return rows;
}

async function main(): Promise<void> {
    const folder = oneRulePack();
    try {
        const rows = await measure(folder);
        if (process.argv.includes("--json")) {
            console.log(JSON.stringify(rows));
            return;
        }
        console.log("                     this pack   one rule   ratio   target");
        for (const { what, pack, oneRule, target } of rows) {
            const [mine, its] = [pack, oneRule].map((time) => `${time.toFixed(time < 10 ? 2 : 0)} ms`.padStart(9));
            console.log(
                `${what.padEnd(19)}  ${mine ?? ""}  ${its ?? ""}    ${(pack / oneRule).toFixed(2)}     ${target.toFixed(1)}`,
            );
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
}

void main();
