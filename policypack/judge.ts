import {
    defaultsOf,
    podSecurityLevels,
    type Control,
    type PodSecurityLevel,
    type Rule,
    type Standard,
} from "./control";
import { candidatesFor, decide } from "./decide";
import type { Resource } from "./resource";
import { subjectsIn, type Assumed, type Found, type Unseen } from "./subjects/subjects";
import { gapsIn, hasUnknown, pathOf } from "./unknown";
import { supported } from "./versions";

export { subjectOf } from "./control";

/** What pods are judged by. */
export interface Standards {
    level: PodSecurityLevel;
    /** Minor versions of Kubernetes; a pod must pass at each of them. */
    versions: readonly number[];
    /** The settings of controls, by id; the defaults of those that are not there. */
    settings?: ReadonlyMap<string, object>;
    /** The owners that are taken as declared, so that what they lack is seen. */
    assume?: Assumed;
}
export const defaultStandards: Standards = { level: "restricted", versions: supported };

/** What a control says of one subject: a problem, or that it depends on the values at these paths, or nothing. */
export type Verdict = { problem: string } | { undecided: string[] } | undefined;

/** A subject that breaks a control. */
export interface Finding {
    path: string;
    /** The path and what is wrong there: `spec.containers[app] is privileged`. */
    message: string;
    /** The resource, where the control looks at several. */
    urn?: string;
    /** The subject, which says in which container it is. */
    subject: Found<object> | Unseen;
}

/** What controls say, by control. */
export type Judged = ReadonlyMap<Control, Judgement>;

/** Something that could not be decided: the path of the value that is not known yet. */
export type Undecided = Omit<Finding, "message">;

/** What a control says of resources. */
export interface Judgement {
    /** How many subjects there were; none means that the control does not apply. */
    subjects: number;
    findings: Finding[];
    undecided: Undecided[];
}

/** Judges one resource. */
export function judge(control: Control, resource: Resource, standards = defaultStandards): Judgement {
    return judgeAll(control, control, subjectsIn(resource, [resource], control.on), standards);
}

/** Judges all resources of a stack by the part of a control that needs them all. */
export function judgeStack(control: Control, resources: readonly Resource[], standards = defaultStandards): Judgement {
    const rule = stackRule(control);
    const { assume } = standards;
    const subjects = rule === undefined ? [] : subjectsIn(resources, resources, rule.on, assume);
    return judgeAll(control, rule ?? control, subjects, standards);
}

/** The part of a control that is judged over the whole stack, if there is one. */
export function stackRule(control: Control): Rule | undefined {
    return control.on.scope === "stack" ? control : control.across;
}

/** Whether the control is part of the level that pods are held to, or of none. */
export function isPartOf({ podSecurity }: Control, { level }: Standards): boolean {
    const levels = podSecurityLevels;
    return podSecurity === undefined || levels.indexOf(podSecurity) <= levels.indexOf(level);
}

/** What controls say, one by one. */
export function judgedBy(controls: readonly Control[], judgeIt: (control: Control) => Judgement): Judged {
    return new Map(controls.map((control) => [control, safely(() => judgeIt(control))]));
}

/** An error here would end the deployment, with what other controls have found. */
function safely(judgeIt: () => Judgement): Judgement {
    try {
        return judgeIt();
    } catch (error) {
        const finding = { path: "", message: notJudged(error), subject: { unseen: "" } };
        return { subjects: 1, findings: [finding], undecided: [] };
    }
}

function judgeAll(
    control: Control,
    rule: Rule,
    subjects: readonly (Found<object> | Unseen)[],
    standards: Standards,
): Judgement {
    const judgement: Judgement = { subjects: 0, findings: [], undecided: [] };
    if (!isPartOf(control, standards)) return judgement;
    judgement.subjects = subjects.length;
    // Nothing is made for the many controls that do not apply.
    if (subjects.length === 0) return judgement;
    const undecided = new Map<string, Undecided>();
    const settings = standards.settings?.get(control.id) ?? defaultsOf(control);
    for (const subject of subjects) {
        const verdict = judgeSubject(rule, subject, standards, settings);
        const { urn } = subject;
        if (verdict === undefined) continue;
        if ("problem" in verdict) {
            const path = "unseen" in subject ? subject.unseen : subject.path;
            judgement.findings.push({ path, message: `${path} ${verdict.problem}`.trim(), urn, subject });
        } else if (!subject.partial) {
            for (const path of verdict.undecided) undecided.set(`${urn ?? ""}\0${path}`, { path, urn, subject });
        }
    }
    judgement.undecided = [...undecided.values()];
    return judgement;
}

function judgeSubject(
    rule: Rule,
    subject: Found<object> | Unseen,
    { level, versions }: Standards,
    settings: object,
): Verdict {
    if ("unseen" in subject) return { undecided: [subject.unseen] };
    let problem: string | undefined;
    const refused: number[] = [];
    const open: string[] = [];
    for (const version of versions) {
        const since = (minor: number) => ((standard.asked = true), version >= minor);
        const standard = { level, settings, asked: false, since };
        const verdict = judgeAt(rule, subject, standard);
        // The same at every version.
        if (!standard.asked) return verdict;
        if (verdict === undefined) continue;
        if ("undecided" in verdict) open.push(...verdict.undecided);
        else {
            problem ??= verdict.problem;
            refused.push(version);
        }
    }
    if (problem === undefined) return open.length > 0 ? { undecided: [...new Set(open)] } : undefined;
    return { problem: refused.length === versions.length ? problem : `${problem} (${versionList(refused)})` };
}

function versionList(minors: readonly number[]): string {
    return `Kubernetes ${minors.map((minor) => `1.${minor}`).join(", ")}`;
}

/** The verdict by one version. A finding counts only if it holds whatever the unknown values turn out to be. */
function judgeAt(rule: Rule, subject: Found<object>, standard: Standard): Verdict {
    if (subject.partial !== true && !hasUnknown(subject.subject)) return problemOf(rule, subject.subject, standard);
    const gaps = gapsIn(subject.subject, candidatesFor(rule, standard.settings), subject.partial === true);
    if (gaps.length === 0) return problemOf(rule, subject.subject, standard);
    const decision = decide(subject.subject, gaps, (way) => problemOf(rule, way, standard));
    if ("verdict" in decision) return decision.verdict;
    return { undecided: decision.depends.map((gap) => pathOf(subject, gap)) };
}

function problemOf(rule: Rule, subject: object, standard: Standard): { problem: string } | undefined {
    try {
        const problem = rule.check(subject, standard);
        return problem === undefined ? undefined : { problem };
    } catch (error) {
        return { problem: notJudged(error) };
    }
}

/** What to say where a control throws. Not the error's message: it may hold a value, and a value may be a secret. */
export function notJudged(error: unknown): string {
    const kind = error instanceof Error ? error.name : "error";
    return `could not be judged: its data is not of the shape that its type has (${kind})`;
}
