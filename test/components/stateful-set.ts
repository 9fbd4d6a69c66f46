import fc from "fast-check";
import type { Case } from "./case";
import { consistent, fullAutoscaling, fullService, replicated, replicatedInterfaces } from "./replicated";
import { bytes, id, input, name, record, type Fields } from "./values";
import { full, hangsOn, least, needs, plain, workloadInterfaces } from "./workload";

const claim: Fields = {
    name: fc.constant("state"),
    path: fc.constant("/var/lib/state"),
    size: input(bytes),
    storageClassName: input(name),
    accessMode: fc.constantFrom("ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"),
};
const log: Fields = { ...claim, name: fc.constant("write-ahead-log"), path: fc.constant("/var/lib/log") };
const retain = fc.constantFrom("Retain", "Delete");
const retention: Fields = { whenDeleted: retain, whenScaled: retain };
const statefulSet: Fields = {
    ...replicated,
    replicas: fc.integer({ min: 0, max: 5 }),
    volumeClaims: fc
        .tuple(record(claim, ["name", "path", "size"]), record(log, ["name", "path", "size"]), fc.nat(2))
        .map(([first, second, length]) => [first, second].slice(0, length)),
    volumeClaimRetention: record(retention),
    podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
    serviceName: input(name),
    publishNotReadyAddresses: input(fc.boolean()),
    // Volumes need it.
    group: input(id),
};

export const statefulSetCase: Case = {
    kind: "StatefulSet",
    interfaces: {
        ...workloadInterfaces,
        ...replicatedInterfaces,
        StatefulSetArgs: statefulSet,
        VolumeClaimArgs: claim,
        VolumeClaimRetentionArgs: retention,
    },
    any: consistent(record(statefulSet, [...needs, "group"])),
    least,
    full: {
        ...full,
        selector: { app: "selector-value" },
        autoscaling: fullAutoscaling,
        service: fullService,
        volumeClaims: [
            {
                name: "state",
                path: "/state",
                size: "94Gi",
                storageClassName: "storage-class",
                accessMode: "ReadWriteMany",
            },
        ],
        volumeClaimRetention: { whenDeleted: "Delete", whenScaled: "Delete" },
        podManagementPolicy: "Parallel",
        serviceName: "service-name",
        publishNotReadyAddresses: true,
        override: { spec: { minReadySeconds: 511 } },
    },
    hangsOn,
    plain: [...plain, "volumeClaims.name", "accessMode", "whenDeleted", "whenScaled", "podManagementPolicy"],
};
