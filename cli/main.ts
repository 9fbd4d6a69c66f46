#!/usr/bin/env node
import { isatty } from "node:tty";
import { run } from "./program";

// A reader that has seen enough, as `head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});
process.exitCode = run(
    process.argv.slice(2),
    {
        out: (text) => process.stdout.write(text),
        error: (text) => process.stderr.write(text),
    },
    // Asking process.stdin would open it.
    isatty(0),
);
