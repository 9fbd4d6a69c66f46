/** Pod specs of which anything may be absent, set, inside an Output, secret or unknown. */
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";

const maybe = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });
const flag = fc.constantFrom(true, false, null, undefined);
const seccompProfile = maybe({ type: fc.constantFrom("RuntimeDefault", "Localhost", "Unconfined") });

const container = maybe({
    name: fc.constantFrom("app", "side"),
    image: fc.constantFrom("nginx", "app:1"),
    env: fc.constant([{ name: "A", value: "b" }]),
    securityContext: maybe({
        privileged: flag,
        allowPrivilegeEscalation: flag,
        readOnlyRootFilesystem: flag,
        runAsNonRoot: flag,
        runAsUser: fc.constantFrom(0, 1000),
        seccompProfile,
        capabilities: maybe({ add: fc.constantFrom([], ["CAP_SYS_ADMIN"]), drop: fc.constantFrom(["ALL"], ["KILL"]) }),
    }),
});

export const podSpec: fc.Arbitrary<object> = maybe({
    containers: fc.array(container, { maxLength: 2 }),
    initContainers: fc.array(container, { maxLength: 2 }),
    os: fc.constantFrom({ name: "linux" }, { name: "windows" }),
    hostUsers: flag,
    automountServiceAccountToken: flag,
    securityContext: maybe({ runAsNonRoot: flag, fsGroup: fc.constant(1000), seccompProfile }),
});

/** Marks some of the values of any depth as inside outputs: known, secret or unknown ones. */
export function wrapped(value: unknown): fc.Arbitrary<unknown> {
    return inner(value).chain((it) =>
        fc.oneof(
            { weight: 12, arbitrary: fc.constant(it) },
            { weight: 1, arbitrary: fc.constant({ $output: it }) },
            { weight: 1, arbitrary: fc.constant({ $secret: it }) },
            { weight: 1, arbitrary: fc.constant({ $later: it }) },
        ),
    );
}

function inner(value: unknown): fc.Arbitrary<unknown> {
    if (Array.isArray(value)) return fc.tuple(...value.map(wrapped));
    if (typeof value !== "object" || value === null) return fc.constant(value);
    const fields = Object.entries(value).map(([key, child]) => wrapped(child).map((it) => [key, it] as const));
    return fc.tuple(...fields).map((all) => Object.fromEntries(all));
}

/** Outputs in place of the marks. */
export function outputs(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(outputs);
    if (typeof value !== "object" || value === null) return value;
    if ("$output" in value) return pulumi.output(outputs(value.$output));
    if ("$secret" in value) return pulumi.secret(outputs(value.$secret));
    if ("$later" in value) return pulumi.output(pulumi.unknown);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, outputs(child)]));
}

/** The values in place of the marks. */
export function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    for (const [mark, inside] of Object.entries(value)) if (mark.startsWith("$")) return plain(inside);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

/** A value, or that it is unknown, and whether it is secret. */
export interface Leaf {
    value: unknown;
    unknown: boolean;
    secret: boolean;
}

/** What Pulumi's types leave out of an Output. */
interface Settled {
    isKnown: Promise<boolean>;
    isSecret: Promise<boolean>;
    promise(): Promise<unknown>;
}

/** Each value that is set, by its path, and how many elements each list has. */
export async function revealed(value: unknown, path = "", secret = false): Promise<Map<string, Leaf>> {
    if (pulumi.Output.isInstance(value)) {
        const output = value as unknown as Settled;
        const within = secret || (await output.isSecret);
        if (!(await output.isKnown)) return new Map([[path, { value: undefined, unknown: true, secret: within }]]);
        return revealed(await output.promise(), path, within);
    }
    if (value === null || value === undefined) return new Map();
    if (typeof value !== "object") return new Map([[path, { value, unknown: false, secret }]]);
    const children = await Promise.all(
        Object.entries(value).map(([key, child]) => revealed(child, `${path}.${key}`, secret)),
    );
    const length = Array.isArray(value) ? [[`${path}.length`, { value: value.length, unknown: false, secret }]] : [];
    return new Map([...(length as [string, Leaf][]), ...children.flatMap((each) => [...each])]);
}
