import type { Control } from "../../control";
import noPrivileged from "./no-privileged";
import noHostNamespaces from "./no-host-namespaces";
import noHostPath from "./no-host-path";
import noHostPorts from "./no-host-ports";
import defaultCapabilities from "./default-capabilities";
import apparmorProfile from "./apparmor-profile";
import selinuxOptions from "./selinux-options";
import defaultProcMount from "./default-proc-mount";
import noUnconfinedSeccomp from "./no-unconfined-seccomp";
import safeSysctls from "./safe-sysctls";
import noHostProcess from "./no-host-process";
import noProbeHost from "./no-probe-host";
import restrictedVolumeTypes from "./restricted-volume-types";
import noPrivilegeEscalation from "./no-privilege-escalation";
import runAsNonRoot from "./run-as-non-root";
import nonRootUser from "./non-root-user";
import seccompProfile from "./seccomp-profile";
import dropAllCapabilities from "./drop-all-capabilities";
import restrictedProcMount from "./restricted-proc-mount";
import readOnlyRootFilesystem from "./read-only-root-filesystem";
import noServiceAccountToken from "./no-service-account-token";
import memoryLimit from "./memory-limit";
import noRuntimeSocket from "./no-runtime-socket";
import noDangerousCapabilities from "./no-dangerous-capabilities";
import cpuRequest from "./cpu-request";
import dedicatedServiceAccount from "./dedicated-service-account";
import noServiceLinks from "./no-service-links";

export const pods: Control[] = [
    noPrivileged,
    noHostNamespaces,
    noHostPath,
    noHostPorts,
    defaultCapabilities,
    apparmorProfile,
    selinuxOptions,
    defaultProcMount,
    noUnconfinedSeccomp,
    safeSysctls,
    noHostProcess,
    noProbeHost,
    restrictedVolumeTypes,
    noPrivilegeEscalation,
    runAsNonRoot,
    nonRootUser,
    seccompProfile,
    dropAllCapabilities,
    restrictedProcMount,
    readOnlyRootFilesystem,
    noServiceAccountToken,
    memoryLimit,
    noRuntimeSocket,
    noDangerousCapabilities,
    cpuRequest,
    dedicatedServiceAccount,
    noServiceLinks,
];
