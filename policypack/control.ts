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
export interface Standard<T extends object = object> {
    level: PodSecurityLevel;
    /** Whether the version is 1.`minor` or a later one. */
    since: (minor: number) => boolean;
    /** The control's own settings; what is not configured has its default. */
    settings: T;
}

/** A setting of a control, as a JSON schema. */
export interface Setting<V = unknown> {
    type: "string" | "integer" | "boolean" | "array";
    items?: { type: "string"; minLength?: number; pattern?: string; description?: string };
    /** What holds where nothing is configured. */
    default: V;
    /** A sentence that says what it means. */
    description: string;
}

/** A subject as a control's data shows it, with what it is judged by: newest version, the control's own level, defaults. */
export type Example<S extends object, T extends object = object> = Partial<S> & {
    version?: number;
    level?: PodSecurityLevel;
    settings?: Partial<T>;
};

/** What judges one kind of subject: where its subjects are, the check, and the data that shows what it does. */
export interface Rule<S extends object = object, T extends object = object> {
    /** Where the subjects are. */
    on: Subjects<S>;
    /**
     * Half a sentence that follows the subject's path and names the culprit, or nothing. Never the value of a secret.
     * Sees plain data: what is not known yet has been replaced by what it may become (judge.ts).
     */
    check(subject: S, standard: Standard<T>): string | undefined;
    /** Subjects that pass. For each path the check reads, they hold every value that can clear a finding. */
    good: Example<S, T>[];
    /** Subjects that do not pass, among them one where the field is absent, if absence is a fault. */
    bad: Example<S, T>[];
    /** Subjects that settings make pass or fail: what is not known yet may turn out to be one of them, too. */
    made?(settings: T): Partial<S>[];
}

/** One control: what the policy pack judges, the components fill in and the documentation shows. */
export interface Control<S extends object = object, T extends object = object> extends Rule<S, T> {
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
    /** What organisations may decide differently, by name. None is called `unknowns`, which each policy has. */
    settings?: { [K in keyof T]: Setting<T[K]> };
    /** What, merged into an empty subject, makes it pass. Only where the empty subject fails. */
    safe?: Partial<S>;
    /** The part of the control that other resources of the stack may cure, judged over all of them. */
    across?: Rule;
}

/** Gives a control its types. */
export function control<S extends object, T extends object = object>(it: Control<S, T>): Control<S, T> {
    return it;
}

/** Gives the stack part of a control its types. */
export function across<S extends object>(rule: Rule<S>): Rule<S> {
    return rule;
}

const noSettings = {};
const defaults = new WeakMap<object, object>();

/** What the settings of a control are where nothing is configured. */
export function defaultsOf({ settings }: Pick<Control, "settings">): object {
    if (settings === undefined) return noSettings;
    let known = defaults.get(settings);
    if (known === undefined) {
        const all = Object.entries(settings as Record<string, Setting>);
        known = Object.fromEntries(all.map(([name, setting]) => [name, setting.default]));
        defaults.set(settings, known);
    }
    return known;
}

/** An example without what it is judged by. */
export function subjectOf(example: Example<object>): object {
    return { ...example, version: undefined, level: undefined, settings: undefined };
}
