/** Shows on stderr that something long is under way, and for how long: a living line, or a line now and then. */
export function progress(what: string, stream: NodeJS.WriteStream = process.stderr): (end: string) => void {
    const start = Date.now();
    const seconds = () => Math.round((Date.now() - start) / 1000);
    const show = () => {
        stream.write(stream.isTTY ? `\r${what}: ${seconds()} s ` : `${what}: ${seconds()} s\n`);
    };
    show();
    const timer = setInterval(show, stream.isTTY ? 1_000 : 30_000);
    return (end) => {
        clearInterval(timer);
        stream.write(`${stream.isTTY ? "\r" : ""}${what}: ${end} after ${seconds()} s\n`);
    };
}
