import { controls, folders } from "hardened-containers-policies/controls";
import { judge, judgeStack } from "hardened-containers-policies/judge";
import type { Level, Severity } from "hardened-containers-policies/control";
import { newest } from "hardened-containers-policies/versions";
import { emptySubject, faultsOfExamples, faultsOfSafe, fill, rulesOf, unseenReads } from "./examples";

/** R: judged on single resources; S: on the whole stack. The last column says whether there is a fix that is no choice. */
type Row = [id: string, on: "R" | "S" | "R+S", level: Level, severity: Severity, fixable: boolean];

/** The catalogue's rows of the controls that are built. */
const catalogue: Record<string, Row[]> = {
    pods: [
        ["no-privileged", "R", "mandatory", "critical", true],
        ["no-host-namespaces", "R", "mandatory", "critical", true],
        ["no-host-path", "R", "mandatory", "high", false],
        ["no-host-ports", "R", "mandatory", "high", true],
        ["default-capabilities", "R", "mandatory", "high", true],
        ["apparmor-profile", "R", "mandatory", "high", true],
        ["selinux-options", "R", "mandatory", "high", false],
        ["default-proc-mount", "R", "mandatory", "high", true],
        ["no-unconfined-seccomp", "R", "mandatory", "high", true],
        ["safe-sysctls", "R", "mandatory", "high", false],
        ["no-host-process", "R", "mandatory", "critical", false],
        ["no-probe-host", "R", "mandatory", "medium", true],
        ["restricted-volume-types", "R", "mandatory", "high", false],
        ["no-privilege-escalation", "R", "mandatory", "high", true],
        ["run-as-non-root", "R", "mandatory", "high", true],
        ["non-root-user", "R", "mandatory", "high", false],
        ["seccomp-profile", "R", "mandatory", "high", true],
        ["drop-all-capabilities", "R", "mandatory", "high", true],
        ["restricted-proc-mount", "R", "mandatory", "high", true],
        ["read-only-root-filesystem", "R", "advisory", "medium", true],
        ["no-service-account-token", "R+S", "advisory", "medium", true],
        ["memory-limit", "R", "advisory", "medium", false],
        ["no-runtime-socket", "R", "mandatory", "critical", false],
        ["no-dangerous-capabilities", "R", "mandatory", "critical", false],
        ["cpu-request", "R", "advisory", "low", false],
        ["dedicated-service-account", "R", "advisory", "medium", false],
        ["no-service-links", "R", "advisory", "low", true],
    ],
    images: [
        ["image-tag", "R", "mandatory", "high", false],
        ["image-digest", "R", "advisory", "medium", false],
    ],
    network: [
        ["default-deny-ingress", "S", "mandatory", "high", false],
        ["default-deny-egress", "S", "mandatory", "high", false],
        ["no-allow-all-rule", "R", "mandatory", "high", false],
        ["no-open-egress", "R", "advisory", "high", false],
        ["no-metadata-egress", "R+S", "advisory", "high", false],
        // What the right types are hangs on the rules, so that there is no one value to fill in.
        ["explicit-policy-types", "R", "advisory", "low", false],
    ],
    secrets: [
        ["no-plaintext-secret", "R", "mandatory", "high", false],
        ["no-known-credential", "R", "mandatory", "critical", false],
    ],
    namespaces: [
        ["pod-security-enforce", "R", "mandatory", "high", true],
        ["pod-security-version", "R", "advisory", "medium", true],
        ["pod-security-warn-audit", "R", "advisory", "low", true],
        ["no-privileged-namespace", "R", "mandatory", "high", false],
        ["no-system-namespace", "R", "advisory", "high", false],
    ],
    "external-secrets": [
        ["external-secrets-v1", "R", "advisory", "medium", false],
        ["no-static-store-credentials", "R", "mandatory", "high", false],
        ["no-ambient-store-identity", "R", "mandatory", "high", false],
        ["scoped-cluster-store", "R", "mandatory", "high", false],
    ],
    ecr: [
        ["ecr-scan-on-push", "R+S", "mandatory", "high", true],
        ["ecr-registry-scanning", "S", "advisory", "high", false],
        ["ecr-immutable-tags", "R", "mandatory", "high", true],
        ["ecr-kms-encryption", "R", "advisory", "medium", false],
        ["ecr-lifecycle-policy", "S", "advisory", "low", false],
        ["no-public-ecr-policy", "R", "mandatory", "critical", false],
        ["known-ecr-accounts", "R", "advisory", "high", false],
        ["limited-ecr-push", "R", "advisory", "high", false],
        ["no-ecr-force-delete", "R", "advisory", "medium", true],
        ["no-public-repository", "R", "mandatory", "high", false],
        ["hardened-creation-template", "R+S", "advisory", "medium", false],
    ],
};
const rows = new Map(Object.values(catalogue).flatMap((list) => list.map((row) => [row[0], row])));

test("the controls are the catalogue's", () => {
    const built = Object.entries(folders).map(([folder, list]) => [
        folder,
        list.map((control) => {
            const { id, on, level, severity, across } = control;
            const scope = on.scope === "stack" ? "S" : across === undefined ? "R" : "R+S";
            return [id, scope, level, severity, rows.get(id)?.[4]];
        }),
    ]);
    expect(Object.fromEntries(built)).toEqual(catalogue);
});

test.each(controls.map((control) => [control.id, control] as const))("the examples of %s", (_, control) => {
    expect(control.good.length * control.bad.length).toBeGreaterThan(0);
    expect(faultsOfExamples(control)).toEqual([]);
});

test.each(controls.map((control) => [control.id, control] as const))("the safe of %s", (id, control) => {
    expect(faultsOfSafe(control, rows.get(id)?.[4] ?? true)).toEqual([]);
});

test("no safe breaks another control", () => {
    const faults = controls.flatMap((control) =>
        rulesOf(control).flatMap((rule) => {
            const empty = emptySubject(rule);
            if (control.safe === undefined || empty === undefined) return [];
            const messages = (subject: unknown): string[] => {
                const resources = rule.on.embed(subject as object);
                const standards = { level: "restricted", versions: [newest] } as const;
                return controls
                    .filter((other) => other !== control)
                    .flatMap((other) => [
                        ...resources.flatMap((resource) => judge(other, resource, standards).findings),
                        ...judgeStack(other, resources, standards).findings,
                    ])
                    .map(({ message }) => message);
            };
            const before = messages(empty);
            return messages(fill(empty, control.safe)).filter((message) => !before.includes(message));
        }),
    );
    expect(faults).toEqual([]);
});

test("what a check reads, its examples show", () => {
    expect(controls.flatMap(unseenReads)).toEqual([]);
});

test.each(controls.map((control) => [control.id, control] as const))("the texts of %s", (id, control) => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(control.title).toMatch(/^[A-Z].*[^.]$/);
    expect(control.why).toMatch(/^[A-Z].*\.$/);
    if (control.podSecurity !== undefined) {
        const level = control.podSecurity === "baseline" ? "Baseline" : "Restricted";
        expect(control.references).toContainEqual(expect.stringMatching(new RegExp(`^PSS ${level}: `)));
    }
    if (control.narrows !== undefined) expect([...rows.keys()]).toContain(control.narrows);
});
