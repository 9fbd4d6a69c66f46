import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Control, Level } from "./control";
import { judge, judgeStack, notJudged, stackRule, type Judgement, type Standards } from "./judge";
import type { Resource } from "./resource";
import { behindProxy, secretsIn, withoutApplying } from "./sdk";

/** What the pack judges by. */
export interface Pack {
    controls: readonly Control[];
    /** Takes note of a resource before it is judged. */
    note: (resource: Resource) => void;
    /** By what the pods in a resource are judged, or those of a stack. */
    standards: (resource?: Resource) => Standards;
    /** The level that a control has been configured to have. */
    level: (id: string) => Level | "remediate" | undefined;
}

/**
 * The one policy that the SDK runs. It judges by all controls and reports in their names: the SDK's own loop over
 * policies would take longer than all judging.
 */
export function analysis(pack: Pack) {
    return {
        name: "analysis",
        description: "Judges by all controls",
        enforcementLevel: "mandatory" as const,
        validateResource: (args: ResourceValidationArgs, report: ReportViolation): void => {
            const resource = resourceOf(args);
            pack.note(resource);
            const standards = pack.standards(resource);
            const controls = active(pack).filter(({ on }) => on.scope === "resource");
            const judged = judgeBy(controls, (control) => judge(control, resource, standards));
            tell(pack, judged, report, [resource]);
            withoutApplying(args, namesWithoutSubjects(judged));
        },
        validateStack: (args: StackValidationArgs, report: ReportViolation): void => {
            const resources = args.resources.map((each) => ({
                ...resourceOf(each),
                propertyDependencies: Object.fromEntries(
                    Object.entries(each.propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn)]),
                ),
            }));
            const standards = pack.standards();
            const controls = active(pack).filter((control) => stackRule(control) !== undefined);
            const judged = judgeBy(controls, (control) => judgeStack(control, resources, standards));
            tell(pack, judged, report, resources);
            withoutApplying(args, namesWithoutSubjects(judged));
        },
    };
}

/** The controls that are switched on. */
function active({ controls, level }: Pack): Control[] {
    return controls.filter((control) => (level(control.id) ?? control.level) !== "disabled");
}

type Judged = ReadonlyMap<Control, Judgement>;

function judgeBy(controls: readonly Control[], judgeIt: (control: Control) => Judgement): Judged {
    const judged = new Map(controls.map((control) => [control, safely(() => judgeIt(control))]));
    for (const [{ narrows }, judgement] of judged) {
        if (narrows === undefined || judgement.findings.length === 0) continue;
        const wider = controls.find(({ id }) => id === narrows);
        const spoken = wider && judged.get(wider)?.findings.map(({ path }) => path);
        if (spoken) judgement.findings = judgement.findings.filter(({ path }) => !spoken.includes(path));
    }
    return judged;
}

/** An error here would end the deployment, with what other controls have found. */
function safely(judgeIt: () => Judgement): Judgement {
    try {
        return judgeIt();
    } catch (error) {
        return { subjects: 1, findings: [{ path: "", message: notJudged(error) }], undecided: [] };
    }
}

/** The engine counts a policy as passed that is not among them. */
function namesWithoutSubjects(judged: Judged): string[] {
    return ["settings", ...[...judged].filter(([, { subjects }]) => subjects === 0).map(([{ id }]) => id)];
}

/** The form of a report in the name of another policy, with a level of its own; the SDK's types leave it out. */
type NamedReport = (it: {
    name: string;
    description: string;
    message: string;
    enforcementLevel: string;
    severity: string;
    urn?: string;
}) => void;

function tell(pack: Pack, judged: Judged, report: ReportViolation, resources: readonly Resource[]): void {
    let secrets: string[] | undefined;
    for (const [{ id, title, severity, level: own }, { findings, undecided }] of judged) {
        if (findings.length + undecided.length === 0) continue;
        secrets ??= [...new Set(resources.flatMap(({ props }) => secretsIn(props)))];
        const level = pack.level(id) ?? own;
        const say = (text: string, enforcementLevel: string, urn?: string): void => {
            const message = `${title}\n${text}`;
            const it = { name: id, description: title, message, enforcementLevel, severity, urn };
            (report as unknown as NamedReport)(it);
        };
        for (const { message, urn } of findings) {
            say(redacted(message, secrets), level === "remediate" ? "mandatory" : level, urn);
        }
        for (const urn of new Set(undecided.map((each) => each.urn))) {
            const paths = undecided.filter((each) => each.urn === urn).map(({ path }) => path);
            const places = redacted(paths.join(", "), secrets);
            say(`cannot be decided before ${places} ${paths.length > 1 ? "are" : "is"} known`, "advisory", urn);
        }
    }
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

type Told = Pick<ResourceValidationArgs, "props" | "type" | "urn" | "name" | "provider" | "opts">;

function resourceOf({ props, type, urn, name, provider, opts }: Told): Resource {
    const secretOutputs = opts.additionalSecretOutputs;
    return { type, urn, name, props: behindProxy(props), provider: provider?.urn, secretOutputs };
}
