import fc from "fast-check";
import ipaddr from "ipaddr.js";

/** The arbitraries of the fields of an interface. */
export type Fields = Record<string, fc.Arbitrary<unknown>>;

export const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
export const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom("", "http://api:8080", "${HOME}", "ünïcode", "a\nb"),
);
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
export const image = fc
    .tuple(fc.constantFrom("nginx", "registry.example.com:5000/team/app", "ghcr.io/org/app:1.2", "app:latest"), hex)
    .map(([reference, digest]) => `${reference}@sha256:${digest}`);
/** A digest that stands for any. */
export const digest = `sha256:${"a1".repeat(32)}`;
export const bytes = fc.constantFrom("1", "64Mi", "0.5Gi", "1e9", "128M", "8Gi");
export const port = fc.integer({ min: 1, max: 65535 });
export const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
export const labelKey = fc.constantFrom("team", "app.kubernetes.io/part-of", "example.com/tier");
export const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/);
export const seconds = fc.integer({ min: 1, max: 600 });
export const ipv4 = fc.ipV4();
export const cidr = fc.oneof(
    fc
        .tuple(fc.ipV4(), fc.integer({ min: 0, max: 31 }))
        .map(([address, bits]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`),
    fc.constantFrom("10.0.0.0/8", "0.0.0.0/0", "::/0", "fd00::/8"),
);

/** Some values inside Outputs, known or secret; lists and objects themselves are plain. */
export const input = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof(
        { weight: 6, arbitrary: of },
        { weight: 1, arbitrary: of.map(($output) => ({ $output })) },
        { weight: 1, arbitrary: of.map(($secret) => ({ $secret })) },
        { weight: 1, arbitrary: of.map(($later) => ({ $later })) },
    );
export const inputs = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(input(of), { minLength: 1, maxLength });
export const inputMap = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
    fc.dictionary(keys, input(values), { maxKeys: 3 });
export const record = (fields: Fields, required: string[] = []) => fc.record(fields, { requiredKeys: required });
