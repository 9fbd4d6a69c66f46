/** What keeps the command from judging, said in a sentence: wrong usage, or input that cannot be read. */
export class Fault extends Error {
    constructor(
        message: string,
        /** The file, as the user wrote it. */
        readonly file?: string,
        /** The line in it, from 1. */
        readonly line?: number,
    ) {
        super(
            [file === undefined ? [] : [[file, line].filter((part) => part !== undefined).join(":")], message]
                .flat()
                .join(": "),
        );
    }
}

/** The sentence of an error, without the lines that some libraries add. */
export function sentenceOf(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return text.split("\n")[0] ?? "";
}
