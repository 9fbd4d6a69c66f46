import fc from "fast-check";
import type { Case } from "./case";
import { cidr, input, inputMap, inputs, labelKey, name, port, record, type Fields } from "./values";
import { waivable } from "./waived";

/** Namespaces that the program declares (program/index.ts). */
const declared = ["from-home", "to-home"];
const range: Fields = { first: fc.integer({ min: 2, max: 9000 }), last: fc.integer({ min: 9000, max: 65535 }) };
const someLabels = inputMap(labelKey, name).filter((labels) => Object.keys(labels).length > 0);
const end: Fields = {
    namespace: input(name),
    pods: fc.oneof(
        someLabels,
        fc.constantFrom({ $output: { app: "web" } }, { $secret: { app: "web" } }, { $later: { app: "web" } }),
    ),
    cidr: input(cidr),
    except: fc.constantFrom(["10.96.0.0/12"], [{ $output: "10.8.0.0/16" }, "10.0.0.0/24"], [{ $later: "10.1.0.0/16" }]),
};
const here = record(
    {
        namespace: fc.oneof(
            fc.constantFrom(...declared),
            fc.constantFrom(...declared).map(($namespace) => ({ $namespace })),
        ),
        pods: end.pods ?? name,
    },
    ["namespace"],
);
const elsewhere = record({ namespace: end.namespace ?? name, pods: end.pods ?? name }, ["namespace"]);
const outside = fc.oneof(
    record({ cidr: end.cidr ?? cidr }, ["cidr"]),
    record(
        { cidr: fc.constantFrom("10.0.0.0/8", "0.0.0.0/0", { $output: "10.0.0.0/8" }), except: end.except ?? name },
        ["cidr", "except"],
    ),
);
const access: Fields = {
    ...waivable,
    name: input(name),
    from: fc.oneof(here, elsewhere, outside),
    to: here,
    ports: inputs(port),
    portRanges: fc.array(record(range, ["first", "last"]), { maxLength: 2 }),
    protocol: fc.constantFrom("TCP", "UDP", "SCTP"),
};
const accesses = record(access, ["from", "to", "ports"]);

export const networkAccessCase: Case = {
    kind: "NetworkAccess",
    interfaces: { NetworkAccessArgs: access, EndArgs: end, PortRangeArgs: range },
    // One end at least is in a namespace that is declared, whichever.
    any: fc
        .tuple(accesses, fc.boolean())
        .map(([args, turned]) => (turned ? { ...args, from: args.to, to: args.from } : args)),
    least: { from: { namespace: "from-home" }, to: { cidr: "10.0.0.0/8" }, ports: [443] },
    full: {
        name: "full-access",
        from: { cidr: "10.0.0.0/8", except: ["10.77.0.0/16"] },
        to: { namespace: "to-home", pods: { "app.kubernetes.io/name": "to-pods" } },
        ports: [18086, 18087],
        portRanges: [{ first: 18088, last: 18090 }],
        protocol: "UDP",
    },
    // What is left out of a block hangs on the block.
    hangsOn: ({ path }, place) => path.at(-1) === "cidr" && place.endsWith(".except"),
    // Both ends of a range are judged together.
    plain: ["first", "last", "protocol"],
};
