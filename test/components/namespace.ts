import fc from "fast-check";
import type { Case } from "./case";
import { dns } from "./connections";
import { bytes, input, inputMap, labelKey, name, record, text, type Fields } from "./values";
import { waivable } from "./waived";

const quota: Fields = {
    pods: input(fc.nat(1000)),
    memory: input(bytes),
    loadBalancers: input(fc.nat(5)),
    nodePorts: input(fc.nat(5)),
};
const memoryLimit: Fields = {
    default: input(fc.constantFrom("1", "64Mi", "1e8")),
    max: input(fc.constantFrom("0.5Gi", "1e9", "16Gi")),
};
const namespace: Fields = {
    ...waivable,
    name: input(name),
    labels: inputMap(labelKey, name),
    annotations: inputMap(labelKey, text),
    podSecurityVersion: input(fc.constantFrom("latest", "v1.35", "v1.37")),
    dns: record(dns),
    quota: record(quota),
    memoryLimit: record(memoryLimit),
};

export const namespaceCase: Case = {
    kind: "Namespace",
    interfaces: { NamespaceArgs: namespace, QuotaArgs: quota, MemoryLimitArgs: memoryLimit },
    any: record(namespace),
    least: {},
    full: {
        name: "full-namespace",
        labels: { team: "label-value" },
        annotations: { "example.com/note": "annotation-value" },
        podSecurityVersion: "v1.36",
        dns: { nodeLocalAddress: "169.254.20.10", clusterAddress: "172.20.0.10" },
        quota: { pods: 41, memory: "42Gi", loadBalancers: 3, nodePorts: 4 },
        memoryLimit: { default: "65Mi", max: "66Gi" },
    },
};
