import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Control } from "./control";
import { unknowns } from "./settings-schema";

const repository = "https://github.com/hardened-containers/hardened-containers";

/** What the engine is told of a control. It is judged by analysis.ts, so there is nothing in it that would run. */
export function policy(control: Control): ResourceValidationPolicy | StackValidationPolicy {
    const { id, title, severity, level, why, references, safe, settings } = control;
    const url = `${repository}/blob/main/policypack/README.md#${id}`;
    const policy = {
        name: id,
        displayName: title,
        description: title,
        severity,
        enforcementLevel: level,
        tags: [control.on.name, ...(control.podSecurity === undefined ? [] : [`pod-security-${control.podSecurity}`])],
        remediationSteps:
            safe === undefined ? `${why} See ${url}` : `Set ${leaves(safe).join(", ")}. ${why} See ${url}`,
        url,
        configSchema: { properties: { ...(settings as PolicyConfigSchema["properties"]), unknowns } },
        ...framework(references),
    };
    // What there is decides the type that the engine is told.
    if (control.on.scope === "resource") return { ...policy, validateResource: [] };
    return { ...policy, validateStack: () => undefined };
}

/** The leaves of `safe` as `pod.securityContext.runAsNonRoot: true`. */
function leaves(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return [`${path}: ${JSON.stringify(value)}`];
    return Object.entries(value).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}

/** The framework, of a control that is part of the Pod Security Standards. */
function framework(references: readonly string[]) {
    const [, level, specification] = references.map((each) => /^PSS (\w+): (.+)$/.exec(each)).find(Boolean) ?? [];
    if (level === undefined || specification === undefined) return {};
    const reference = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
    return { framework: { name: "Pod Security Standards", version: level, reference, specification } };
}
