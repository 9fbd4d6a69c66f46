import type { ChildProcess } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

const folders = new Set<string>();
const children = new Set<ChildProcess>();
let interrupted: number | undefined;

function remove(folder: string): void {
    // A process that is just ending may still write, or on Windows hold, a file.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    folders.delete(folder);
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
        // A negative id names the child's whole group.
        if (signal === "SIGKILL" && process.platform !== "win32") process.kill(-child.pid, signal);
        else child.kill(signal);
    } catch {
        // It has ended meanwhile.
    }
}

function interrupt(signal: Signal): void {
    const end = () => process.exit(128 + constants.signals[signal]);
    const each = (name: NodeJS.Signals) => {
        for (const child of children) kill(child, name);
    };
    if (children.size === 0) end();
    if (interrupted !== undefined) {
        // A terminal's Ctrl-C comes twice, from the terminal and from npm; a later one is the user's impatience.
        if (Date.now() - interrupted > 1_000) each("SIGKILL");
        return;
    }
    interrupted = Date.now();
    // Pulumi ends in order at the first signal and at once at the second.
    each("SIGINT");
    setTimeout(each, 5_000, "SIGINT");
    setTimeout(each, 10_000, "SIGKILL");
    for (const child of children) {
        child.once("close", () => {
            if (children.size === 0) end();
        });
    }
}

function watch(): void {
    if (folders.size + children.size > 0) return;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
    process.once("exit", clean);
}

function clean(): void {
    for (const child of children) kill(child, "SIGKILL");
    for (const folder of folders) remove(folder);
}

function unwatch(): void {
    if (folders.size + children.size > 0 || interrupted !== undefined) return;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.removeListener(signal, interrupt);
    process.removeListener("exit", clean);
}

/** Makes a folder that is gone when it is removed, or when this process ends for whatever reason. */
export function temporaryFolder(): { folder: string; remove: () => void } {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "hardened-containers-")));
    watch();
    folders.add(folder);
    return {
        folder,
        remove: () => {
            remove(folder);
            unwatch();
        },
    };
}

/** Ends a child that leads a process group when this process is interrupted, and this process after it. */
export function follow(child: ChildProcess): void {
    watch();
    children.add(child);
    const done = () => {
        children.delete(child);
        unwatch();
    };
    child.once("close", done);
    child.once("error", done);
}
