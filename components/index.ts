export { type AppContainerArgs, type ContainerArgs, type SecretKeyArgs } from "./container";
export { ConcurrencyPolicy, CronJob, type CronJobArgs } from "./cron-job";
export { DaemonSet, type DaemonSetArgs } from "./daemon-set";
export { Deployment, type DeploymentArgs } from "./deployment";
export {
    DeletionPolicy,
    ExternalSecret,
    SecretStoreKind,
    type ExternalSecretArgs,
    type RemoteRefArgs,
} from "./external-secret";
export type * from "./external-secrets-api";
export { harden, hardeningTransform, type HardeningOptions } from "./harden";
export { Job, type JobArgs } from "./job";
export { type JobTemplateArgs } from "./job-template";
export { type PreStopArgs } from "./lifecycle";
export { type SecretFilesArgs, type WritablePathArgs } from "./mounts";
export { Namespace, type MemoryLimitArgs, type NamespaceArgs, type QuotaArgs } from "./namespace";
export { Protocol, type ConnectionArgs, type DnsArgs } from "./network";
export { NetworkAccess, type EndArgs, type NetworkAccessArgs, type PortRangeArgs } from "./network-access";
export { type PodArgs } from "./pod";
export { type ContainersArgs, type InitContainerArgs, type SidecarArgs } from "./pod-containers";
export { type ProbeArgs } from "./probe";
export { type AutoscalingArgs, type ReplicatedWorkloadArgs } from "./replicas";
export { Repository, type RepositoryArgs } from "./repository";
export { TaintEffect, type SchedulingArgs, type TolerationArgs } from "./scheduling";
export { SecretService } from "./secret-access";
export { SecretStore, type SecretControllerArgs, type SecretStoreArgs } from "./secret-store";
export { type ServiceArgs, type ServicePortArgs } from "./service";
export { PodManagementPolicy, StatefulSet, type StatefulSetArgs } from "./stateful-set";
export { AccessMode, Retention, type VolumeClaimArgs, type VolumeClaimRetentionArgs } from "./volume-claims";
export { type WaivableArgs, type WaiverArgs } from "./waivers";
export { type SelectingWorkloadArgs, type WorkloadArgs } from "./workload";
