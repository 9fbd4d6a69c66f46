import fc from "fast-check";
import type { Case } from "./case";
import { input, record, type Fields } from "./values";
import { full, hangsOn, least, needs, plain, selecting, workloadInterfaces } from "./workload";

const daemonSet: Fields = { ...selecting, maxUnavailable: input(fc.integer({ min: 1, max: 50 })) };

export const daemonSetCase: Case = {
    kind: "DaemonSet",
    interfaces: { ...workloadInterfaces, DaemonSetArgs: daemonSet },
    any: record(daemonSet, needs),
    least,
    full: {
        ...full,
        selector: { app: "selector-value" },
        maxUnavailable: 95,
        override: { spec: { minReadySeconds: 511 } },
    },
    hangsOn,
    plain,
};
