import type { Control } from "../../control";
import podSecurityEnforce from "./pod-security-enforce";
import podSecurityVersion from "./pod-security-version";
import podSecurityWarnAudit from "./pod-security-warn-audit";
import noPrivilegedNamespace from "./no-privileged-namespace";
import noSystemNamespace from "./no-system-namespace";

export const namespaces: Control[] = [
    podSecurityEnforce,
    podSecurityVersion,
    podSecurityWarnAudit,
    noPrivilegedNamespace,
    noSystemNamespace,
];
