export { type ContainerArgs } from "./container";
export { type SecretFilesArgs, type SecretKeyArgs, type WritablePathArgs } from "./container";
export { Deployment, type DeploymentArgs } from "./deployment";
export { harden, hardeningTransform, type HardeningOptions } from "./harden";
export { Namespace, type MemoryLimitArgs, type NamespaceArgs, type QuotaArgs } from "./namespace";
export { type ProbeArgs } from "./probe";
export { Protocol, type ConnectionArgs, type DnsArgs } from "./network";
export { NetworkAccess, type EndArgs, type NetworkAccessArgs, type PortRangeArgs } from "./network-access";
