/** What is measured of a pack: how long it takes or, on a machine that has other work, its processor time. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadavg, availableParallelism } from "node:os";
import { timed } from "./measure";

export interface Clock {
    /** Milliseconds that some work takes the process with this number. */
    (pid: number, work: () => Promise<unknown>): Promise<number>;
}

export const wallTime: Clock = (_, work) => timed(work);

/** Milliseconds that all threads of a process have run, as Linux counts them. */
function processorTime(pid: number): number {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
        Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

export const cpuTime: Clock = async (pid, work) => {
    if (!existsSync(`/proc/${pid}/schedstat`)) throw new Error("Processor time can be measured on Linux only.");
    const before = processorTime(pid);
    await work();
    return processorTime(pid) - before;
};

/** What to say where other work on the machine makes figures worthless. */
export function busy(): string | undefined {
    const [load = 0] = loadavg();
    const processors = availableParallelism();
    if (load < processors) return undefined;
    return `The machine has other work (load ${load.toFixed(1)} on ${processors} processors): compare columns, with --cpu.`;
}
