import fc from "fast-check";
import {
    bytes,
    id,
    image,
    input,
    inputs,
    name,
    port,
    record,
    seconds,
    text,
    variable,
    inputMap,
    type Fields,
} from "./values";

const secretKey: Fields = { secret: input(name), key: input(fc.constantFrom("password", "tls.key", "a_b-c")) };
const path = fc.uniqueArray(fc.constantFrom("/tmp", "/var/cache/nginx", "/run/app", "/data", "/srv/www"), {
    maxLength: 3,
});
const writablePath: Fields = { path: fc.constant("/data"), size: input(bytes) };
const secretFiles: Fields = { secret: input(name), path: fc.constant("/run/secrets/one") };
const timing: Fields = {
    initialDelaySeconds: input(fc.integer({ min: 0, max: 600 })),
    periodSeconds: input(seconds),
    timeoutSeconds: input(seconds),
    failureThreshold: input(seconds),
};
const probe: Fields = {
    httpPath: input(fc.constantFrom("/", "/healthz?full=1")),
    command: inputs(fc.constantFrom("/bin/check", "--fast")),
    grpc: fc.boolean(),
    port: input(port),
    ...timing,
};
/** One way of checking at a time. */
const probes = fc
    .tuple(record(probe, ["port"]), fc.constantFrom("httpPath", "command", "grpc", "none"))
    .map(([args, way]) =>
        Object.fromEntries(
            Object.entries(args).filter(([key]) => key === way || !["httpPath", "command", "grpc"].includes(key)),
        ),
    );
export const preStop: Fields = {
    sleepSeconds: input(fc.integer({ min: 1, max: 20 })),
    command: inputs(fc.constantFrom("/bin/drain", "--now")),
};
const portsFrom = (min: number) =>
    fc
        .uniqueArray(fc.integer({ min, max: min + 9999 }), { maxLength: 3 })
        .chain((ports) => fc.tuple(...ports.map((each) => input(fc.constant(each)))));
export const container: Fields = {
    image: input(image),
    allowTag: fc.constant(false),
    memory: input(bytes),
    cpu: input(fc.constantFrom("1", "100m", "0.5")),
    command: inputs(text),
    args: inputs(text),
    env: inputMap(variable, text),
    secretEnv: fc.dictionary(
        variable.map((key) => `SECRET_${key}`),
        record(secretKey, ["secret", "key"]),
        { maxKeys: 2 },
    ),
    secretFiles: fc.array(record(secretFiles, ["secret", "path"]), { maxLength: 1 }),
    writablePaths: path.chain((paths) =>
        fc.tuple(...paths.map((each) => record({ ...writablePath, path: fc.constant(each) }, ["path"]))),
    ),
    addCapabilities: fc.constantFrom([], ["NET_BIND_SERVICE"]),
    user: input(id),
};
/** With ports of its own: the containers of a pod share one network. */
export const appContainer = (firstPort: number): Fields => ({
    ...container,
    ports: portsFrom(firstPort),
    livenessProbe: probes,
    readinessProbe: probes,
    startupProbe: probes,
    preStop: fc.oneof(
        record({ sleepSeconds: preStop.sleepSeconds ?? fc.nat() }, ["sleepSeconds"]),
        record({ command: preStop.command ?? fc.nat() }, ["command"]),
    ),
});

/** The interfaces that a container brings. */
export const containerInterfaces: Record<string, Fields> = {
    ContainerArgs: container,
    AppContainerArgs: appContainer(1),
    SecretKeyArgs: secretKey,
    SecretFilesArgs: secretFiles,
    WritablePathArgs: writablePath,
    ProbeArgs: probe,
    PreStopArgs: preStop,
};
