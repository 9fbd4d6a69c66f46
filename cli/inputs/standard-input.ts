import { readSync } from "node:fs";

/** All of standard input. Read piece by piece: a pipe whose writer is slow says that there is nothing yet. */
export function standardInput(): string {
    const pieces: Buffer[] = [];
    const buffer = Buffer.alloc(1 << 16);
    for (;;) {
        try {
            const count = readSync(0, buffer);
            if (count === 0) return Buffer.concat(pieces).toString("utf8");
            pieces.push(Buffer.from(buffer.subarray(0, count)));
        } catch (error) {
            const { code } = error as NodeJS.ErrnoException;
            // So the end of a pipe is told on Windows.
            if (code === "EOF") return Buffer.concat(pieces).toString("utf8");
            if (code !== "EAGAIN") throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
        }
    }
}
