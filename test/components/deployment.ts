import fc from "fast-check";
import type { Case } from "./case";
import { record, type Fields } from "./values";
import { full, hangsOn, least, needs, plain, selecting, workloadInterfaces } from "./workload";

const deployment: Fields = { ...selecting, replicas: fc.integer({ min: 0, max: 5 }) };

export const deploymentCase: Case = {
    kind: "Deployment",
    interfaces: { ...workloadInterfaces, DeploymentArgs: deployment },
    any: record(deployment, needs),
    least,
    full: {
        ...full,
        selector: { app: "selector-value" },
        replicas: 3,
        override: { spec: { minReadySeconds: 511 } },
    },
    hangsOn,
    plain: [...plain, "replicas"],
};
