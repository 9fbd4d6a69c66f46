/** Where a command writes to. */
export interface Streams {
    /** What was asked for. */
    out: (text: string) => void;
    /** What else there is to say. */
    error: (text: string) => void;
}
