import type { Control, Severity } from "./control";
import { atTheEnd, ofRequests, refusedBy, type Hygiene } from "./hygiene";
import { judge, judgedBy, judgeStack, type Judged } from "./judge";
import { secretsIn } from "./marks";
import { standardsOf, type Pack } from "./pack";
import type { Resource } from "./resource";
import { uses, waive, type Use } from "./waivers";

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
    const { kept, used, refused } = waive(pack, judged, () => resource);
    silenceNarrower(kept);
    return outcome(
        pack,
        "resource",
        judged,
        kept,
        used,
        [resource],
        [...ofRequests(pack, resource), ...refused.map(refusedBy)],
    );
}

/** Judges all resources of a stack by the controls over several of them, and says how waivers have been used. */
export function judgeWhole(pack: Pack, resources: readonly Resource[]): Outcome {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const judged = judgedBy(pack.active.stack, (control) => judgeStack(control, resources, standardsOf(pack)));
    const { kept, used, refused } = waive(pack, judged, ({ urn }) => byUrn.get(urn ?? ""));
    silenceNarrower(kept);
    const all = [...used, ...uses(pack, resources)];
    return outcome(pack, "stack", judged, kept, used, resources, [
        ...refused.map(refusedBy),
        ...atTheEnd(pack, resources, all),
    ]);
}

/** A narrower control speaks only where the wider one did not: one cause, one finding. */
function silenceNarrower(judged: Judged): void {
    const speaking = [...judged].filter(([, { findings }]) => findings.length > 0);
    for (const [{ narrows }, judgement] of speaking) {
        const wider = narrows === undefined ? undefined : speaking.find(([{ id }]) => id === narrows)?.[1];
        const spoken = wider?.findings.map(({ path }) => path);
        if (spoken) judgement.findings = judgement.findings.filter(({ path }) => !spoken.includes(path));
    }
}

/** The policies that say nothing unless something is wrong with the configuration or with waivers. */
const ownPolicies = {
    settings: { title: "The configuration of the policy pack is valid", severity: "high" },
    waivers: { title: "Waivers are dated, granted and in use", severity: "medium" },
} as const;

function outcome(
    pack: Pack,
    scope: "resource" | "stack",
    judged: Judged,
    kept: Judged,
    used: readonly Use[],
    resources: readonly Resource[],
    words: readonly Hygiene[],
): Outcome {
    const reports: Report[] = [];
    let secrets: string[] | undefined;
    const say = (
        policy: string,
        about: Pick<Report, "title" | "severity">,
        it: Omit<Report, "policy" | "title" | "severity">,
    ) => {
        secrets ??= [...new Set(resources.flatMap(({ props }) => secretsIn(props)))];
        const message = redacted(it.message, secrets);
        const urn = it.urn ?? (scope === "resource" ? resources[0]?.urn : undefined);
        reports.push({ policy, title: about.title, severity: about.severity, ...it, message, urn });
    };
    for (const fault of pack.unsaid.splice(0)) {
        say("settings", ownPolicies.settings, { kind: "violation", level: "mandatory", message: fault, path: "" });
    }
    for (const [control, { findings, undecided }] of kept) {
        if (findings.length + undecided.length === 0) continue;
        const own = levelOf(pack, control);
        const known = (urn = resources[0]?.urn) => pack.baseline.get(control.id)?.has(urn ?? "") === true;
        for (const { message, path, urn } of findings) {
            const [level, kind] = known(urn) ? (["advisory", "baseline"] as const) : ([own, "violation"] as const);
            say(control.id, control, { kind, level, message, path, urn });
        }
        const unknowns = pack.unknowns(control, scope);
        if (unknowns === "ignore") continue;
        for (const urn of new Set(undecided.map((each) => each.urn))) {
            const paths = undecided.filter((each) => each.urn === urn).map(({ path }) => path);
            const message = `cannot be decided before ${paths.join(", ")} ${paths.length > 1 ? "are" : "is"} known`;
            const level = own === "mandatory" && !known(urn) ? unknowns : "advisory";
            say(control.id, control, { kind: "undecided", level, message, path: paths[0] ?? "", urn });
        }
    }
    for (const { control, finding } of used) {
        if (!("message" in finding)) continue;
        const { message, path, urn } = finding;
        say(control.id, control, { kind: "waived", level: "advisory", message, path, urn });
    }
    const waivers = pack.level("waivers") ?? "mandatory";
    for (const { message, path, urn, advisory } of waivers === "disabled" ? [] : words) {
        const level = advisory === true || waivers === "advisory" ? "advisory" : "mandatory";
        say("waivers", ownPolicies.waivers, { kind: "hygiene", level, message, path, urn });
    }
    const spoken = new Set(reports.map(({ policy }) => policy));
    const silent = Object.keys(ownPolicies).filter((policy) => !spoken.has(policy));
    const without = [...judged].filter(([, { subjects }]) => subjects === 0).map(([{ id }]) => id);
    return { reports, notApplicable: [...silent, ...without] };
}

/** The level at which a control reports: what a remediation has not put right stops the deployment. */
function levelOf({ level }: Pack, control: Control): "mandatory" | "advisory" {
    return (level(control.id) ?? control.level) === "advisory" ? "advisory" : "mandatory";
}

/** The text without the values that are secret, where they stand as words of their own. */
function redacted(text: string, secrets: readonly string[]): string {
    const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
    return forms
        .filter((form) => form !== "" && text.includes(form))
        .sort((a, b) => b.length - a.length)
        .reduce((rest, form) => {
            const literal = form.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
            return rest.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu"), "[secret]");
        }, text);
}
