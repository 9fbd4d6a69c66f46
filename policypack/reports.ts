import type { Control, Severity } from "./control";
import { atTheEnd, ofRequests, refusedBy, type Hygiene } from "./hygiene";
import { judge, judgedBy, judgeStack, type Finding, type Judged, type Undecided } from "./judge";
import { secretsIn } from "./marks";
import { standardsOf, type Pack } from "./pack";
import { redaction } from "./redaction";
import type { Resource } from "./resource";
import { waive, waivedIn, type Use, type Waived } from "./waivers";

/** What the pack says of a resource. */
export interface Report {
    /** The policy in whose name it is said: a control's id, `waivers` or `settings`. */
    policy: string;
    title: string;
    severity: Severity;
    level: "mandatory" | "advisory";
    /** A finding; what hangs on unknown values; a finding that a waiver or the baseline covers; a word on waivers. */
    kind: "violation" | "undecided" | "waived" | "baseline" | "hygiene";
    /** Where and what, without values that are secret: `spec.containers[app] is privileged`. */
    message: string;
    /** The place in the resource: `spec.containers[app]`; empty where it is all of it. */
    path: string;
    /** The resource; nothing where it is not about one. */
    urn?: string;
}

export interface Outcome {
    reports: Report[];
    /** The policies that had nothing to judge. */
    notApplicable: string[];
}

/** Judges one resource by the controls over single resources. */
export function judgeResource(pack: Pack, resource: Resource): Outcome {
    pack.declared.note(resource);
    const standards = standardsOf(pack, resource);
    const judged = judgedBy(pack.active.resource, (control) => judge(control, resource, standards));
    const waived = waive(pack, judged, () => resource);
    const words = [...ofRequests(pack, resource), ...waived.refused.map(refusedBy)];
    const { reports, notApplicable } = outcome(pack, "resource", waived, words, [resource]);
    return { reports: reports.map((each) => ({ ...each, urn: resource.urn })), notApplicable };
}

/** Judges all resources of a stack by the controls over several of them, and says how waivers have been used. */
export function judgeWhole(pack: Pack, resources: readonly Resource[]): Outcome {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const judged = judgedBy(pack.active.stack, (control) => judgeStack(control, resources, standardsOf(pack)));
    const waived = waive(pack, judged, ({ urn }) => byUrn.get(urn ?? ""));
    const single = waivedIn(pack, resources);
    const all = { used: [...waived.used, ...single.used], refused: [...waived.refused, ...single.refused] };
    const words = [...waived.refused.map(refusedBy), ...atTheEnd(pack, resources, all)];
    return outcome(pack, "stack", waived, words, resources);
}

/** A narrower control speaks only where the wider one did not: one cause, one finding. */
function silenceNarrower(judged: Judged): void {
    const speaking = [...judged].filter(([, { findings }]) => findings.length > 0);
    for (const [{ narrows }, judgement] of speaking) {
        const wider = narrows === undefined ? undefined : speaking.find(([{ id }]) => id === narrows)?.[1];
        const spoken = wider && new Set(wider.findings.map(({ path }) => path));
        if (spoken) judgement.findings = judgement.findings.filter(({ path }) => !spoken.has(path));
    }
}

function outcome(
    pack: Pack,
    scope: "resource" | "stack",
    { kept, used }: Waived,
    words: readonly Hygiene[],
    resources: readonly Resource[],
): Outcome {
    silenceNarrower(kept);
    const said = [
        ...pack.unsaid
            .splice(0)
            .map((message) => own("settings", { kind: "violation", level: "mandatory", message, path: "" })),
        ...[...kept].flatMap(([control, { findings, undecided }]) =>
            findings.length + undecided.length > 0
                ? reportsOf(pack, scope, control, findings, undecided, resources)
                : [],
        ),
        ...used.flatMap(coveredBy),
        ...hygieneOf(pack, words),
    ];
    const secrets = new Set(said.length > 0 ? resources.flatMap(({ props }) => secretsIn(props)) : []);
    const redacted = redaction(secrets);
    const spoken = new Set(said.map(({ policy }) => policy));
    const silent = Object.keys(ownPolicies).filter((policy) => !spoken.has(policy));
    const without = [...kept].filter(([, { subjects }]) => subjects === 0).map(([{ id }]) => id);
    return {
        reports: said.map((each) => ({ ...each, message: redacted(each.message), path: redacted(each.path) })),
        notApplicable: [...silent, ...without],
    };
}

type Said = Omit<Report, "policy" | "title" | "severity">;

/** The policies that say nothing unless something is wrong with the configuration or with waivers. */
const ownPolicies = {
    settings: { title: "The configuration of the policy pack is valid", severity: "high" },
    waivers: { title: "Waivers are dated, granted and in use", severity: "medium" },
} as const;

function own(policy: keyof typeof ownPolicies, it: Said): Report {
    return { policy, ...ownPolicies[policy], ...it };
}

function reportsOf(
    pack: Pack,
    scope: "resource" | "stack",
    { id, title, severity, level: usual }: Control,
    findings: readonly Finding[],
    undecided: readonly Undecided[],
    [only]: readonly Resource[],
): Report[] {
    // What a remediation has not put right stops the deployment.
    const level = (pack.level(id) ?? usual) === "advisory" ? "advisory" : "mandatory";
    const isKnown = (urn = only?.urn) => pack.baseline.get(id)?.has(urn ?? "") === true;
    const unknowns = pack.unknowns(id, scope);
    const open = new Map<string | undefined, string[]>();
    for (const { urn, path } of unknowns === "ignore" ? [] : undecided) {
        const paths = open.get(urn) ?? [];
        open.set(urn, paths);
        paths.push(path);
    }
    return [
        ...findings.map(({ message, path, urn }): Said => {
            const known = isKnown(urn);
            return { kind: known ? "baseline" : "violation", level: known ? "advisory" : level, message, path, urn };
        }),
        ...[...open].map(([urn, paths]): Said => {
            const message = `cannot be decided before ${paths.join(", ")} ${paths.length > 1 ? "are" : "is"} known`;
            const isMandatory = level === "mandatory" && unknowns === "mandatory" && !isKnown(urn);
            return {
                kind: "undecided",
                level: isMandatory ? "mandatory" : "advisory",
                message,
                path: paths[0] ?? "",
                urn,
            };
        }),
    ].map((it) => ({ policy: id, title, severity, ...it }));
}

/** What is covered, and by which waiver. */
function coveredBy({ control: { id, title, severity }, finding, waivers: [waiver] }: Use): Report[] {
    if (!("message" in finding)) return [];
    const { path, urn } = finding;
    const message = `${finding.message} (waived until ${waiver?.until ?? ""}: ${waiver?.reason ?? ""})`;
    return [{ policy: id, title, severity, kind: "waived", level: "advisory", message, path, urn }];
}

function hygieneOf(pack: Pack, words: readonly Hygiene[]): Report[] {
    const level = pack.level("waivers");
    const once = new Map(words.map((it) => [`${it.urn ?? ""} ${it.message}`, it]));
    return level === "disabled"
        ? []
        : [...once.values()].map(({ message, path, urn, advisory }) => {
              const isAdvisory = advisory === true || level === "advisory";
              return own("waivers", {
                  kind: "hygiene",
                  level: isAdvisory ? "advisory" : "mandatory",
                  message,
                  path,
                  urn,
              });
          });
}
