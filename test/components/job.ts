import fc from "fast-check";
import type { Case } from "./case";
import { input, record, type Fields } from "./values";
import { full, hangsOn, least, needs, plain, workload, workloadInterfaces } from "./workload";

const override = fc.constantFrom(
    {},
    { spec: { podReplacementPolicy: "Failed" } },
    { metadata: { annotations: { "example.com/owner": { $later: "team" } } } },
);
/** An ordinary sidecar would never end. */
const sidecars = (workload.sidecars ?? fc.constant([])).map((each) =>
    (each as object[]).map((sidecar) => ({ ...sidecar, native: true })),
);
export const jobTemplate: Fields = {
    ...workload,
    override,
    sidecars,
    backoffLimit: input(fc.nat(6)),
    activeDeadlineSeconds: input(fc.integer({ min: 1, max: 86_400 })),
    completions: input(fc.integer({ min: 1, max: 10 })),
    parallelism: input(fc.integer({ min: 1, max: 10 })),
};
const job: Fields = { ...jobTemplate, ttlSecondsAfterFinished: input(fc.nat(100_000)) };
export const fullJobTemplate = {
    ...full,
    backoffLimit: 95,
    activeDeadlineSeconds: 4096,
    completions: 97,
    parallelism: 98,
};

export const jobCase: Case = {
    kind: "Job",
    interfaces: { ...workloadInterfaces, JobTemplateArgs: jobTemplate, JobArgs: job },
    any: record(job, needs),
    least,
    full: { ...fullJobTemplate, ttlSecondsAfterFinished: 5099, override: { spec: { podReplacementPolicy: "Failed" } } },
    hangsOn,
    plain,
};
