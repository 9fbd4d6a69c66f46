/** What the packs take as the engine uses them: one process each, asked over gRPC. */
import { execFileSync } from "node:child_process";
import { Client, credentials } from "@grpc/grpc-js";
import { requestOf, stackRequestOf, startAnalyzer, type Analyzer, type Subject } from "../../test/analyzer";
import type { Clock } from "./clock";
import { configMap, deployment, stack } from "./manifests";
import { inTurns, spreadOf, type Contestant, type Row } from "./measure";

/** Folders of packs. */
export type Packs = Partial<Record<Contestant, string>>;

const each = (packs: Packs) => Object.entries(packs) as [Contestant, string][];

/** From the start of the process to its port, which the engine waits for. */
export async function startRows(packs: Packs): Promise<Row[]> {
    const ways = each(packs).map(([name, folder]) => {
        const start = async () => {
            const analyzer = await startAnalyzer(folder);
            await analyzer.stop();
            return analyzer.startedIn;
        };
        return [name, start] as const;
    });
    const results = await inTurns(7, Object.fromEntries(ways));
    return [{ what: "start of the pack", unit: "ms", results, target: { most: 1.3, times: "one rule" } }];
}

type Method = "Analyze" | "Remediate" | "AnalyzeStack";

/** Sends requests that were encoded before, so that only the pack's time is measured. */
function sender({ address }: Analyzer) {
    const client = new Client(address, credentials.createInsecure(), { "grpc.max_receive_message_length": -1 });
    return (method: Method, request: Uint8Array) =>
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

async function withAnalyzers<T>(packs: Packs, use: (running: [Contestant, Analyzer][]) => Promise<T>): Promise<T> {
    const running: [Contestant, Analyzer][] = [];
    try {
        for (const [name, folder] of each(packs)) running.push([name, await startAnalyzer(folder)]);
        return await use(running);
    } finally {
        for (const [, analyzer] of running) await analyzer.stop();
    }
}

/** What the processes hold in memory, in MB. */
function memory(what: string, running: readonly [Contestant, Analyzer][]): Row {
    const results = running.map(([name, { pid }]) => {
        const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
        return [name, spreadOf([kilobytes / 1024])] as const;
    });
    return { what, unit: "MB", results: Object.fromEntries(results) };
}

const rounds = 16;
const batch = 20;

/** One resource: the engine calls Remediate and then Analyze, for each that a program registers. */
export async function resourceRows(packs: Packs, clock: Clock): Promise<Row[]> {
    return withAnalyzers(packs, async (running) => {
        const senders = running.map(([name, analyzer]) => ({ name, pid: analyzer.pid, send: sender(analyzer) }));
        const rows = [memory("memory after the start", running)];
        const size = (JSON.stringify(deployment(1).props).length / 1000).toFixed(1);
        for (const [what, make] of Object.entries({ [`Deployment, ${size} kB`]: deployment, ConfigMap: configMap })) {
            const requests = Array.from({ length: batch }, (_, number) => requestOf(make(number)).serializeBinary());
            const measured = senders.map((it) => ({ ...it, analyze: [] as number[], remediate: [] as number[] }));
            for (let round = -4; round < rounds; round += 1) {
                for (const { pid, send, analyze, remediate } of measured) {
                    const all = (method: Method) => async () => {
                        for (const request of requests) await send(method, request);
                    };
                    const times = [await clock(pid, all("Remediate")), await clock(pid, all("Analyze"))] as const;
                    // The first rounds are there to warm up.
                    if (round < 0) continue;
                    remediate.push(times[0] / batch);
                    analyze.push(times[1] / batch);
                }
            }
            const row = (called: string, valuesOf: (one: (typeof measured)[number]) => number[]): Row => {
                const results = measured.map((one) => [one.name, spreadOf(valuesOf(one))] as const);
                return { what: `${what}: ${called}`, unit: "ms", results: Object.fromEntries(results) };
            };
            rows.push(
                row("Remediate", ({ remediate }) => remediate),
                row("Analyze", ({ analyze }) => analyze),
                {
                    ...row("both", (one) => one.analyze.map((time, at) => time + (one.remediate[at] ?? NaN))),
                    target: { most: 1.5, times: "one rule" },
                },
            );
        }
        const count = 4 * (rounds + 4) * batch;
        return [...rows, memory(`memory after ${count.toLocaleString("en")} requests`, running)];
    });
}

/** All resources of a stack at once. */
export async function stackRows(packs: Packs, clock: Clock): Promise<Row[]> {
    return withAnalyzers(packs, async (running) => {
        const senders = running.map(([name, analyzer]) => [name, analyzer.pid, sender(analyzer)] as const);
        const rows: Row[] = [];
        for (const [size, repeat] of [
            [100, 15],
            [1000, 7],
            [4000, 5],
        ] as const) {
            const resources: Subject[] = stack(size);
            const request = stackRequestOf(resources).serializeBinary();
            const ways = senders.map(
                ([name, pid, send]) => [name, () => clock(pid, () => send("AnalyzeStack", request))] as const,
            );
            for (const [, way] of ways) await way();
            const results = await inTurns(repeat, Object.fromEntries(ways));
            const what = `AnalyzeStack, ${size.toLocaleString("en")} resources`;
            rows.push({ what, unit: "ms", results, target: { most: 1.5, times: "one rule" } });
        }
        return [...rows, memory("memory after stacks of 4,000", running)];
    });
}

/** By how much the time for four times the resources is more than four times the time: one where it grows linearly. */
export function growthOf(rows: readonly Row[]): number | undefined {
    const [, thousand, four] = rows.map(({ results }) => results["this pack"]?.median);
    return thousand === undefined || four === undefined ? undefined : four / thousand / 4;
}
