import fc from "fast-check";
import { cidr, input, inputMap, inputs, ipv4, labelKey, name, port, record, type Fields } from "./values";

export const connection: Fields = {
    pods: inputMap(labelKey, name),
    namespace: input(name),
    cidr: input(cidr),
    ports: inputs(port),
    protocol: fc.constantFrom("TCP", "UDP", "SCTP"),
};
/** Pods and namespaces, or a block. */
export const connections = fc.array(
    fc.oneof(
        record({ ...connection, cidr: fc.constant(undefined) }, ["namespace", "ports"]),
        record({ cidr: input(cidr), ports: inputs(port), protocol: connection.protocol ?? port }, ["cidr", "ports"]),
    ),
    { maxLength: 3 },
);
export const dns: Fields = {
    nodeLocalAddress: input(fc.constantFrom("169.254.20.10", "fd00::a")),
    clusterAddress: input(fc.oneof(ipv4, fc.constant("fd00:10:96::a"))),
};
