import fc from "fast-check";
import type { Case } from "./case";
import { fullJobTemplate, jobTemplate } from "./job";
import { input, name, record, type Fields } from "./values";
import { hangsOn, least, needs, plain, workloadInterfaces } from "./workload";

const cronJob: Fields = {
    ...jobTemplate,
    name: jobTemplate.name ?? name,
    override: fc.constantFrom({}, { metadata: { annotations: { "example.com/owner": { $later: "team" } } } }),
    schedule: input(
        fc.constantFrom(
            "@hourly",
            "@midnight",
            "*/5 * * * *",
            "30 2 1,15 * ?",
            "0 0-6/2 * JAN-mar Mon-fri",
            "5/15 * * * *",
        ),
    ),
    timeZone: input(fc.constantFrom("Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC")),
    concurrencyPolicy: fc.constantFrom("Allow", "Forbid", "Replace"),
    startingDeadlineSeconds: input(fc.integer({ min: 10, max: 3600 })),
    successfulJobsHistoryLimit: input(fc.nat(9)),
    failedJobsHistoryLimit: input(fc.nat(9)),
    suspend: input(fc.boolean()),
};

export const cronJobCase: Case = {
    kind: "CronJob",
    interfaces: { ...workloadInterfaces, JobTemplateArgs: jobTemplate, CronJobArgs: cronJob },
    any: record(cronJob, [...needs, "schedule"]),
    least: { ...least, schedule: "@daily" },
    full: {
        ...fullJobTemplate,
        schedule: "11 12 13 10 *",
        timeZone: "Europe/Berlin",
        concurrencyPolicy: "Replace",
        startingDeadlineSeconds: 6001,
        successfulJobsHistoryLimit: 602,
        failedJobsHistoryLimit: 603,
        suspend: true,
        override: { metadata: { annotations: { "example.com/owner": "owner-value" } } },
    },
    hangsOn,
    plain: [...plain, "concurrencyPolicy"],
};
