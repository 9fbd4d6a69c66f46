import fc from "fast-check";
import type { Case } from "./case";
import { consistent, fullService, replicated, replicatedInterfaces } from "./replicated";
import { record, type Fields } from "./values";
import { full, hangsOn, least, needs, plain, workloadInterfaces } from "./workload";

const deployment: Fields = { ...replicated, replicas: fc.integer({ min: 0, max: 5 }) };

export const deploymentCase: Case = {
    kind: "Deployment",
    interfaces: { ...workloadInterfaces, ...replicatedInterfaces, DeploymentArgs: deployment },
    any: consistent(record(deployment, needs)),
    least,
    full: {
        ...full,
        selector: { app: "selector-value" },
        replicas: 3,
        service: fullService,
        override: { spec: { minReadySeconds: 511 } },
    },
    hangsOn,
    plain,
};
