import { judge, judgeStack, subjectOf, type Judgement, type Standards } from "hardened-containers-policies/judge";
import { defaultsOf, type Control, type Example, type Rule } from "hardened-containers-policies/control";
import { isData, type Data, type Resource } from "hardened-containers-policies/resource";
import { candidatesOf } from "hardened-containers-policies/unknown";
import { newest } from "hardened-containers-policies/versions";

/** The rules of a control: its own and, where there is one, that over several resources. */
export function rulesOf(control: Control): Rule[] {
    return control.across === undefined ? [control] : [control, control.across];
}

/** What an example is judged by. */
export function standardsOf(control: Control, { level, version, settings }: Example<object>): Standards {
    const own = { ...defaultsOf(control), ...settings };
    return {
        level: level ?? control.podSecurity ?? "restricted",
        versions: [version ?? newest],
        settings: new Map([[control.id, own]]),
    };
}

/** Judges resources by one rule of a control. */
export function judgeBy(control: Control, rule: Rule, resources: readonly Resource[], standards: Standards): Judgement {
    if (rule.on.scope === "stack") return judgeStack({ ...control, across: rule }, resources, standards);
    const judgements = resources.map((resource) => judge(control, resource, standards));
    return {
        subjects: judgements.reduce((sum, { subjects }) => sum + subjects, 0),
        findings: judgements.flatMap(({ findings }) => findings),
        undecided: judgements.flatMap(({ undecided }) => undecided),
    };
}

export function judgeExample(control: Control, rule: Rule, example: Example<object>): Judgement {
    return judgeBy(control, rule, rule.on.embed(subjectOf(example)), standardsOf(control, example));
}

/** What is wrong with the `good` and `bad` of a control: nothing where they do what they are there for. */
export function faultsOfExamples(control: Control): string[] {
    const faults: string[] = [];
    for (const rule of rulesOf(control)) {
        const say = (example: Example<object>, fault: string): unknown =>
            faults.push(`${control.id} (${rule.on.name}) ${JSON.stringify(example)}: ${fault}`);
        for (const example of rule.good) {
            const { subjects, findings, undecided } = judgeExample(control, rule, example);
            if (subjects === 0) say(example, "is not seen");
            for (const { message } of findings) say(example, `is good, but: ${message}`);
            for (const { path } of undecided) say(example, `is good, but undecided for ${path}`);
        }
        for (const example of rule.bad) {
            const { findings, undecided } = judgeExample(control, rule, example);
            if (findings.length !== 1) say(example, `is bad, but there are ${findings.length} findings`);
            for (const { path, message } of findings) {
                if (!message.startsWith(`${path} `)) say(example, `has a message without its path: ${message}`);
                const problem = message.slice(path.length + 1);
                if (!/^[a-z].*[^.\s]$/.test(problem)) say(example, `is not half a sentence: ${problem}`);
                if (/undefined|\[object|NaN|null/.test(problem)) say(example, `shows a value that is none: ${problem}`);
                if (problem.includes("could not be judged")) say(example, problem);
            }
            for (const { path } of undecided) say(example, `is bad, but undecided for ${path}`);
        }
    }
    return faults;
}

/** The example of a fault by absence: its parts are all empty. */
export function emptySubject({ bad }: Rule): Example<object> | undefined {
    const isEmpty = (part: unknown): boolean => typeof part === "object" && Object.keys(part as Data).length === 0;
    return bad.find(({ version, level, settings, ...subject }) => {
        const parts = Object.entries(subject).filter(([key]) => key !== "list");
        return (
            version === undefined &&
            level === undefined &&
            settings === undefined &&
            parts.every(([, part]) => isEmpty(part))
        );
    });
}

/** Data with what it lacks filled in. */
export function fill(data: unknown, by: unknown): unknown {
    if (data === undefined) return by;
    if (!isData(data) || !isData(by)) return data;
    return { ...data, ...Object.fromEntries(Object.entries(by).map(([key, child]) => [key, fill(data[key], child)])) };
}

/** What is wrong with the `safe` of a control; `fixable` says whether there is anything that only a person decides. */
export function faultsOfSafe(control: Control, fixable: boolean): string[] {
    const { id, safe } = control;
    const rule = rulesOf(control).find((each) => emptySubject(each) !== undefined);
    if (safe === undefined)
        return rule !== undefined && fixable ? [`${id} fails on an empty subject, without safe`] : [];
    if (rule === undefined) return [`${id} has safe, but does not fail on an empty subject`];
    const problems = (by: unknown): string[] => {
        const filled = fill(emptySubject(rule), by) as Example<object>;
        const { findings, undecided } = judgeExample(control, rule, filled);
        return [...findings.map(({ message }) => message), ...undecided.map(({ path }) => `undecided for ${path}`)];
    };
    return [
        ...problems(safe).map((problem) => `${id} with its safe: ${problem}`),
        ...leavesOf(safe)
            .filter((leaf) => problems(without(safe, leaf)).length === 0)
            .map((leaf) => `${id} does not need ${leaf.join(".")} of its safe`),
    ];
}

/** The paths of the leaves of data; a list counts as one. */
export function leavesOf(value: unknown, path: string[] = []): string[][] {
    if (!isData(value)) return [path];
    return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** Data without a leaf, and without what the leaf was all of. */
function without(value: unknown, [key = "", ...rest]: readonly string[]): Data {
    const { [key]: child, ...copy } = value as Data;
    const left = rest.length > 0 ? without(child, rest) : {};
    return Object.keys(left).length > 0 ? { ...copy, [key]: left } : copy;
}

const freeKeys = ["annotations", "labels", "matchLabels"];

/** The paths that checks read of their own examples and that no example holds a value for: unknowns there go unseen. */
export function unseenReads(control: Control): string[] {
    return rulesOf(control).flatMap((rule) => {
        const examples = [...rule.good, ...rule.bad];
        const known = new Set(candidatesOf(examples.map(subjectOf)).map(({ pattern }) => pattern.join(".")));
        const read = new Set<string>();
        for (const example of examples) {
            const resources = rule.on.embed(subjectOf(example));
            const subjects = resources.length > 0 ? rule.on.find(resources) : [];
            for (const found of subjects) {
                for (const level of ["baseline", "restricted"] as const) {
                    const since = (minor: number) => (example.version ?? newest) >= minor;
                    const standard = { level, since, settings: { ...defaultsOf(control), ...example.settings } };
                    if ("subject" in found) rule.check(recorded(found.subject, [], read) as object, standard);
                }
            }
        }
        return [...read].filter((path) => !known.has(path)).map((path) => `${control.id}: ${path}`);
    });
}

function recorded(value: unknown, path: string[], read: Set<string>): unknown {
    if (typeof value !== "object" || value === null) return value;
    const inList = Array.isArray(value);
    const at = (key: string | symbol): string[] | undefined => {
        if (typeof key === "symbol" || (inList && !/^\d+$/.test(key))) return undefined;
        const free = inList || (freeKeys.includes(path.at(-1) ?? "") && !Object.hasOwn(value, key));
        const here = [...path, free ? "*" : key];
        read.add(here.join("."));
        return here;
    };
    return new Proxy(value, {
        get: (target, key) => {
            const here = at(key);
            const child: unknown = Reflect.get(target, key);
            return here === undefined ? child : recorded(child, here, read);
        },
        has: (target, key) => (at(key), Reflect.has(target, key)),
        getOwnPropertyDescriptor: (target, key) => (at(key), Reflect.getOwnPropertyDescriptor(target, key)),
    });
}
