import type { Control, PodSecurityLevel } from "./control";
import { defaultStandards, isPartOf, judge, type Finding, type Standards } from "./judge";
import { lacksOf, type Lack } from "./lacks";
import { isOpen, placeOf, placesIn, withLeaves, type Leaf } from "./leaves";
import { isData, valueAt, type Data, type Resource } from "./resource";
import { withoutNulls } from "./subjects/kubernetes";
import { isUnknown, type Path } from "./unknown";

/** What a control's `safe` sets in a resource. */
export interface Remedy {
    control: Control;
    leaves: Leaf[];
}

export interface RemediationOptions {
    standards?: Standards;
    /** Controls that no remedy may give something to complain of. */
    guards?: readonly Control[];
    /** Whether a waiver covers a finding. What is waived stays as it is. */
    isWaived?: (control: Control, finding: Finding) => boolean;
}

/**
 * What sets the `safe` of controls where they complain, one control after the other, each on what the ones before have
 * made. An unsafe value is overwritten: whoever asks for remediation asks for the safe one. Lists gain what is missing.
 * Nothing is set that would not clear the finding, that would only trade it for another, or that is not known yet: that
 * stays what it is, a violation.
 */
export function remedies(
    controls: readonly Control[],
    resource: Resource,
    options: RemediationOptions = {},
): readonly Remedy[] {
    const found: Remedy[] = [];
    // To Kubernetes and to Pulumi null is absent; without it the subjects are parts of the properties themselves.
    let current: Resource = { ...resource, props: withoutNulls(resource.props) };
    for (const control of controls) {
        const leaves = remedy(control, current, options);
        if (leaves.length === 0) continue;
        found.push({ control, leaves });
        current = withLeaves(current, leaves);
    }
    return found;
}

/** A lack that is being cured. */
interface Attempt extends Lack {
    place: Path;
    /** What to set: the next thing to try first. */
    tries: readonly Data[];
}

/** What cures as many lacks as can be cured. */
function remedy(control: Control, resource: Resource, options: RemediationOptions): Leaf[] {
    const { standards = defaultStandards, guards = [], isWaived = () => false } = options;
    if (control.on.scope === "stack" || !isPartOf(control, standards)) return [];
    const { findings } = judge(control, resource, standards);
    const lacks = lacksOf(control, resource, findings);
    if (lacks.length === 0) return [];
    const places = placesIn(resource.props);
    let attempts = lacks.flatMap((lack): Attempt[] => {
        const { found, part, values, finding = { path: found.path, message: found.path, subject: found } } = lack;
        const place = isWaived(control, finding) ? undefined : placeOf(found, part, places);
        return place === undefined ? [] : [{ ...lack, place, tries: [heldTo(standards.level, values), values] }];
    });
    const waived = findings.filter((finding) => isWaived(control, finding));
    const others = guards.filter((guard) => guard !== control);
    let before: Complaints | undefined;
    while (attempts.length > 0) {
        const leaves = distinct(attempts.flatMap((attempt) => leavesOf(attempt, resource.props)));
        if (leaves.length === 0) return [];
        before ??= complaintsOf(others, resource, standards);
        const after = withLeaves(resource, leaves);
        const left = complaintsOf([control], after, standards);
        const uncured = new Set(attempts.filter(({ finding }) => finding && left.has(keyOf(control, finding))));
        const harmed = [...complaintsOf(others, after, standards)].flatMap(([key, path]) =>
            before?.has(key) ? [] : [path],
        );
        harmed.push(...waived.filter((finding) => !left.has(keyOf(control, finding))).map(({ path }) => path));
        if (uncured.size + harmed.length === 0) return leaves;
        const kept = attempts.flatMap((it): Attempt[] => {
            const tries = it.tries.slice(1);
            if (uncured.has(it)) return tries.length > 0 ? [{ ...it, tries }] : [];
            return harmed.some((path) => isNear(path, it.found.at[it.part] ?? it.found.path)) ? [] : [it];
        });
        // Where it is not clear what does the harm, it is none of it.
        attempts = uncured.size > 0 || kept.length < attempts.length ? kept : [];
    }
    return [];
}

/** Safe values name the strictest level of the Pod Security Standards; these name the one that pods are held to. */
function heldTo(level: PodSecurityLevel, values: Data): Data {
    const entries = Object.entries(values).map(([key, value]): [string, unknown] => {
        if (isData(value)) return [key, heldTo(level, value)];
        return [key, value === "restricted" ? level : value];
    });
    return Object.fromEntries(entries);
}

/** The paths of findings, by control and path. */
type Complaints = ReadonlyMap<string, string>;

function complaintsOf(controls: readonly Control[], resource: Resource, standards: Standards): Complaints {
    const all = controls.flatMap((control) =>
        judge(control, resource, standards).findings.map((finding) => [keyOf(control, finding), finding.path] as const),
    );
    return new Map(all);
}

function keyOf({ id }: Control, { path }: Finding): string {
    return `${id} ${path}`;
}

/** Whether the one path is the other's or leads to it. */
function isNear(one: string, other: string): boolean {
    const leadsTo = (outer: string, inner: string) =>
        outer === "" || (inner.startsWith(outer) && [undefined, ".", "["].includes(inner[outer.length]));
    return leadsTo(one, other) || leadsTo(other, one);
}

/** What has to be set for an attempt. */
function leavesOf({ found, finding, place, tries: [values = {}] }: Attempt, props: Data): Leaf[] {
    const within = (present: unknown, safe: Data, at: Path): Leaf[] =>
        Object.entries(safe).flatMap(([key, value]): Leaf[] => {
            const now = valueAt(present, key);
            const here = [...at, key];
            if (isData(value)) return now === undefined || isOpen(now) ? within(now, value, here) : [];
            // A patch leaves to others what it does not say.
            if (now === undefined) return found.partial ? [] : [{ place: here, value }];
            if (finding === undefined || isUnknown(now)) return [];
            if (Array.isArray(now) && Array.isArray(value)) {
                const missing = value.filter((each) => !now.includes(each));
                return missing.map((each: unknown, index) => ({ place: [...here, now.length + index], value: each }));
            }
            return typeof now === "object" || now === value ? [] : [{ place: here, value }];
        });
    const part = place.reduce<unknown>((here, key) => (here as Data | undefined)?.[key], props);
    return part === undefined || isOpen(part) ? within(part, values, place) : [];
}

function distinct(leaves: readonly Leaf[]): Leaf[] {
    return [...new Map(leaves.map((leaf) => [JSON.stringify(leaf.place), leaf])).values()];
}
