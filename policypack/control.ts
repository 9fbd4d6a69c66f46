import type { Subjects } from "./subjects/subjects";

export type Severity = "low" | "medium" | "high" | "critical";
export type Level = "mandatory" | "advisory" | "disabled";

/** The levels of the Kubernetes Pod Security Standards that pods can be held to, the widest first. */
export const podSecurityLevels = ["privileged", "baseline", "restricted"] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** The strictest of several levels. */
export function strictest(levels: Iterable<PodSecurityLevel>): PodSecurityLevel | undefined {
    const all = new Set(levels);
    return podSecurityLevels.filter((level) => all.has(level)).at(-1);
}

/** What a pod is judged by: a level of the Pod Security Standards as one minor version of Kubernetes defines it. */
export interface Standard {
    level: PodSecurityLevel;
    /** Whether the version is 1.`minor` or a later one. */
    since: (minor: number) => boolean;
}

/** A subject as a control's data shows it, with the standard it is judged by: newest version, the control's own level. */
export type Example<S extends object> = Partial<S> & { version?: number; level?: PodSecurityLevel };

/** What judges one kind of subject: where its subjects are, the check, and the data that shows what it does. */
export interface Rule<S extends object = object> {
    /** Where the subjects are. */
    on: Subjects<S>;
    /**
     * Half a sentence that follows the subject's path and names the culprit, or nothing. Never the value of a secret.
     * Sees plain data: what is not known yet has been replaced by what it may become (judge.ts).
     */
    check(subject: S, standard: Standard): string | undefined;
    /** Subjects that pass. For each path the check reads, they hold every value that can clear a finding. */
    good: Example<S>[];
    /** Subjects that do not pass, among them one where the field is absent, if absence is a fault. */
    bad: Example<S>[];
}

/** One control: what the policy pack judges, the components fill in and the documentation shows. */
export interface Control<S extends object = object> extends Rule<S> {
    /** The good state; also the name of the file, of the policy and of the section of the documentation. Never reused. */
    id: string;
    /** A sentence that is true where the control is met. */
    title: string;
    severity: Severity;
    /** The level at which the pack reports the control unless it is configured otherwise. */
    level: Level;
    /** What goes wrong where the control is not met, in one or two sentences. */
    why: string;
    /** Benchmarks and standards, as `PSS Baseline: …`, `CIS Kubernetes …`, `CIS EKS …`, `NSA: …`. */
    references: string[];
    /** The Pod Security level that the control is part of. Such a control is judged at each Kubernetes version asked for. */
    podSecurity?: Exclude<PodSecurityLevel, "privileged">;
    /** A wider control. This one is silent where the wider one speaks: one cause, one finding. */
    narrows?: string;
    /** What, merged into an empty subject, makes it pass. Only where the empty subject fails. */
    safe?: Partial<S>;
    /** The part of the control that other resources of the stack may cure, judged over all of them. */
    across?: Rule;
}

/** Gives a control its types. */
export function control<S extends object>(it: Control<S>): Control<S> {
    return it;
}

/** Gives the stack part of a control its types. */
export function across<S extends object>(rule: Rule<S>): Rule<S> {
    return rule;
}
