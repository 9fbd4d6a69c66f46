import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** A resource as a test writes it down. */
export interface Subject {
    type: string;
    /** Default: `example`. */
    name?: string;
    /** Default: made from type and name. */
    urn?: string;
    /** As on the wire: unknown values are the sentinels of unknown.ts, secret ones come from `secret`. */
    props: object;
    /** Name of the provider; the default provider's is `default`. Default: none. */
    provider?: string;
    /** Only for the stack: of each property, the URNs that its value comes from. */
    propertyDependencies?: Record<string, string[]>;
}

export interface Diagnostic {
    policy: string;
    message: string;
    level: Level;
    severity: (typeof severities)[number];
    /** Empty where the engine takes the resource that it asked for. */
    urn: string;
}

export interface Answer {
    diagnostics: Diagnostic[];
    /** Policies. */
    notApplicable: string[];
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;
const severities = ["unspecified", "low", "medium", "high", "critical"] as const;
export type Level = (typeof levels)[number];

/** A running policy pack. */
export type Analyzer = Awaited<ReturnType<typeof startAnalyzer>>;

/** Starts the compiled policy pack in a folder as Pulumi's engine does, by default this project's. */
export async function startAnalyzer(folder = resolve(__dirname, "..", "policypack")) {
    const started = performance.now();
    const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], { cwd: folder });
    const stop = () => child.kill();
    process.once("exit", stop);
    const stdout: string[] = [];
    const stderr: string[] = [];
    child.stderr.on("data", (data: Buffer) => stderr.push(data.toString()));
    const lines = createInterface(child.stdout).on("line", (line) => stdout.push(line));
    await Promise.race([once(lines, "line"), once(child, "exit")]);
    if (stdout[0] === undefined) throw new Error(`The policy pack did not start: ${stderr.join("")}`);
    const client = new AnalyzerClient(`127.0.0.1:${stdout[0]}`, credentials.createInsecure(), {
        "grpc.max_receive_message_length": -1,
    });
    const calls = callsOf(client);
    return {
        ...calls,
        address: `127.0.0.1:${stdout[0]}`,
        pid: child.pid ?? NaN,
        /** Milliseconds from the start of the process to its port. */
        startedIn: performance.now() - started,
        /** What the pack has printed so far. */
        output: () => ({ stdout: stdout.join("\n"), stderr: stderr.join("") }),
        stop: async () => {
            client.close();
            process.off("exit", stop);
            if (child.exitCode === null && stop()) await once(child, "exit");
        },
    };
}

function callsOf(client: AnalyzerClient) {
    const info = promisify<Empty, proto.AnalyzerInfo>(client.getAnalyzerInfo.bind(client));
    const configure = promisify<proto.ConfigureAnalyzerRequest, Empty>(client.configure.bind(client));
    const analyze = promisify<proto.AnalyzeRequest, proto.AnalyzeResponse>(client.analyze.bind(client));
    const analyzeStack = promisify<proto.AnalyzeStackRequest, proto.AnalyzeResponse>(client.analyzeStack.bind(client));
    const remediate = promisify<proto.AnalyzeRequest, proto.RemediateResponse>(client.remediate.bind(client));
    return {
        /** What the pack says of itself and its policies. */
        info: async () => (await info(new Empty())).toObject(),
        /** Configures policies, by name. As the engine does, every call replaces the ones before. */
        configure: async (policies: Record<string, { level?: Level; properties?: object }>) => {
            const request = new proto.ConfigureAnalyzerRequest();
            for (const [name, { level = "mandatory", properties = {} }] of Object.entries(policies)) {
                const config = new proto.PolicyConfig();
                config.setEnforcementlevel(proto.EnforcementLevel[level.toUpperCase() as Uppercase<Level>]);
                config.setProperties(struct(properties));
                request.getPolicyconfigMap().set(name, config);
            }
            await configure(request);
        },
        /** Judges one resource. */
        analyze: async (subject: Subject) => answerOf(await analyze(requestOf(subject))),
        /** Judges resources together, as at the end of a preview. */
        analyzeStack: async (subjects: readonly Subject[]) => answerOf(await analyzeStack(stackRequestOf(subjects))),
        /** Puts one resource right: what each policy at level `remediate` made of it. */
        remediate: async (subject: Subject) =>
            (await remediate(requestOf(subject))).getRemediationsList().map((each) => ({
                policy: each.getPolicyname(),
                props: each.getProperties()?.toJavaScript(),
            })),
    };
}

/** A secret value, as on the wire. */
export function secret(value: unknown): object {
    return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

export function urnOf({ type, name = "example", urn = `urn:pulumi:test::test::${type}::${name}` }: Subject): string {
    return urn;
}

export function requestOf(subject: Subject): proto.AnalyzeRequest {
    return fill(new proto.AnalyzeRequest(), subject);
}

export function stackRequestOf(subjects: readonly Subject[]): proto.AnalyzeStackRequest {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(subjects.map((each) => fill(new proto.AnalyzerResource(), each)));
    return request;
}

function fill<R extends proto.AnalyzeRequest | proto.AnalyzerResource>(request: R, subject: Subject): R {
    request.setType(subject.type);
    request.setName(subject.name ?? "example");
    request.setUrn(urnOf(subject));
    request.setProperties(struct(subject.props));
    request.setOptions(new proto.AnalyzerResourceOptions());
    if (subject.provider !== undefined) request.setProvider(providerOf(subject.type, subject.provider));
    if (request instanceof proto.AnalyzerResource) {
        for (const [name, urns] of Object.entries(subject.propertyDependencies ?? {})) {
            const dependencies = new proto.AnalyzerPropertyDependencies();
            dependencies.setUrnsList(urns);
            request.getPropertydependenciesMap().set(name, dependencies);
        }
    }
    return request;
}

function providerOf(resourceType: string, name: string): proto.AnalyzerProviderResource {
    const type = `pulumi:providers:${resourceType.replace(/:.*/, "")}`;
    const provider = new proto.AnalyzerProviderResource();
    provider.setType(type);
    provider.setName(name);
    provider.setUrn(urnOf({ type, name, props: {} }));
    provider.setProperties(new Struct());
    return provider;
}

function struct(value: object): Struct {
    // Without what is undefined, which the wire does not know.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, JavaScriptValue>);
}

function answerOf(response: proto.AnalyzeResponse): Answer {
    return {
        diagnostics: response.getDiagnosticsList().map((each) => ({
            policy: each.getPolicyname(),
            message: each.getMessage(),
            level: levels[each.getEnforcementlevel()],
            severity: severities[each.getSeverity()],
            urn: each.getUrn(),
        })),
        notApplicable: response.getNotApplicableList().map((each) => each.getPolicyName()),
    };
}
