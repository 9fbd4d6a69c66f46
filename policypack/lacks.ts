import { contradicts } from "./contradictions";
import type { Control } from "./control";
import type { Finding } from "./judge";
import type { Data, Resource } from "./resource";
import { subjectsIn, type Found } from "./subjects/subjects";

/** Where the safe values of a control belong. */
export interface Lack {
    found: Found<object>;
    /** The part of the subject that the values go into. */
    part: string;
    values: Data;
    /** What is wrong there; nothing where other resources say whether something is. */
    finding: Finding | undefined;
}

/**
 * The subjects that lack the safe values of a control, as far as an API admits these beside what else there is.
 * @param findings what the control says of the resource
 */
export function lacksOf(control: Control, resource: Resource, findings: readonly Finding[]): Lack[] {
    const { safe, across, on } = control;
    // What another resource could cure is set all the same: this one then needs no other.
    if (safe === undefined || (findings.length === 0 && across === undefined)) return [];
    const bySubject = new Map<object, Finding>(findings.map((finding) => [finding.subject, finding]));
    return subjectsIn(resource, [resource], on).flatMap((found) => {
        const finding = bySubject.get(found);
        if ("unseen" in found || (finding === undefined && across === undefined)) return [];
        return Object.entries(safe)
            .map(([part, values]) => ({ found, part, values: values as Data, finding }))
            .filter(({ part, values }) => !contradicts(values, part, found.subject));
    });
}
