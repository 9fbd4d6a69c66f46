import * as grpc from "@grpc/grpc-js";

/** Serves a Pulumi plugin: prints its port as the engine expects, and ends when the engine has gone. */
export function serve(service: grpc.ServiceDefinition, implementation: object): void {
    const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const server = new grpc.Server(unlimited);
    server.addService(service, implementation as grpc.UntypedServiceImplementation);
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error) throw error;
        process.stdout.write(`${port}\n`);
    });
    // The engine starts plugins in process groups of their own, so a signal to its group does not reach them.
    const engine = process.ppid;
    setInterval(() => {
        if (process.ppid !== engine) process.exit();
    }, 500).unref();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit());
}
