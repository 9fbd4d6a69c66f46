import type {
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import type { Control } from "./control";
import { isPartOf, judge, judgeStack, notJudged, stackRule, subjectsIn, type Judgement, type Standards } from "./judge";
import type { Data, Resource } from "./resource";
import { behindProxy, currentResource, goOnWith, secretsIn } from "./sdk";

const repository = "https://github.com/hardened-containers/hardened-containers";

/** What the policies share: how pods are judged, and which controls are there to speak first. */
export interface Pack {
    /** By what the pods in a resource are judged, or those of a stack. */
    standards(resource?: Resource): Standards;
    /** A control that is switched on. */
    active(id: string): Control | undefined;
}

/** The CrossGuard policy of a control: for single resources, for the stack, or for both. */
export function policy(control: Control, pack: Pack): ResourceValidationPolicy | StackValidationPolicy {
    const { id, title, severity, level, why, references, safe } = control;
    const url = `${repository}/blob/main/policypack/README.md#${id}`;
    const policy = {
        name: id,
        displayName: title,
        description: title,
        severity,
        enforcementLevel: level,
        tags: [control.on.name, ...(control.podSecurity === undefined ? [] : [`pod-security-${control.podSecurity}`])],
        remediationSteps:
            safe === undefined ? `${why} See ${url}` : `Set ${leaves(safe).join(", ")}. ${why} See ${url}`,
        url,
        ...framework(references),
    };
    const forStack = stackRule(control) && { validateStack: stackValidation(control, pack) };
    if (control.on.scope === "stack") return { ...policy, ...forStack };
    return { ...policy, validateResource: validation(control, pack), ...forStack };
}

function validation(control: Control, pack: Pack) {
    const validate = (args: ResourceValidationArgs, report: ReportViolation): Promise<void> => {
        const resource = resourceOf(args);
        const standards = pack.standards(resource);
        const judgement = safely(() => judge(control, resource, standards));
        if (judgement.subjects === 0) args.notApplicable(`There are no ${control.on.name}`);
        const wider = control.narrows === undefined ? undefined : pack.active(control.narrows);
        const spoken = wider ? safely(() => judge(wider, resource, standards)).findings.map(({ path }) => path) : [];
        const findings = judgement.findings.filter(({ path }) => !spoken.includes(path));
        say(control, { ...judgement, findings }, report, [resource]);
        return goOnWith(resource);
    };
    // The SDK passes over a policy whose type is not the resource's, which is far cheaper than `notApplicable`.
    return Object.defineProperty(validate, "__pulumiType", {
        get: () => {
            const resource = currentResource();
            return resource === undefined || applies(control, resource, pack) ? undefined : control.on.name;
        },
    });
}

function applies(control: Control, resource: Resource, pack: Pack): boolean {
    if (!isPartOf(control, pack.standards())) return false;
    try {
        return subjectsIn(resource, [resource], control.on).length > 0;
    } catch {
        // The judgement says so.
        return true;
    }
}

function stackValidation(control: Control, pack: Pack) {
    return (args: StackValidationArgs, report: ReportViolation): void => {
        const resources = stackOf(args);
        const judgement = safely(() => judgeStack(control, resources, pack.standards()));
        if (judgement.subjects === 0 && control.on.scope === "stack") {
            args.notApplicable(`There are no ${control.on.name}`);
        }
        say(control, judgement, report, resources);
    };
}

/** An error here would end the deployment, with what other controls have found. */
function safely(judgeIt: () => Judgement): Judgement {
    try {
        return judgeIt();
    } catch (error) {
        return { subjects: 1, findings: [{ path: "", message: notJudged(error) }], undecided: [] };
    }
}

/** The form of a report that has a level of its own, which the SDK's types leave out. */
type LevelledReport = (it: { message: string; description: string; enforcementLevel: string; urn?: string }) => void;

function say(
    { title }: Control,
    { findings, undecided }: Judgement,
    report: ReportViolation,
    resources: readonly Resource[],
): void {
    if (findings.length + undecided.length === 0) return;
    const secrets = [...new Set(resources.flatMap(({ props }) => secretsIn(props)))];
    for (const { message, urn } of findings) report(redacted(message, secrets), urn);
    for (const urn of new Set(undecided.map((each) => each.urn))) {
        const paths = undecided.filter((each) => each.urn === urn).map(({ path }) => path);
        const places = redacted(paths.join(", "), secrets);
        const message = `${title}\ncannot be decided before ${places} ${paths.length > 1 ? "are" : "is"} known`;
        (report as unknown as LevelledReport)({ message, description: title, enforcementLevel: "advisory", urn });
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

const known = new WeakMap<Data, Resource>();

/** The resource of a request; the same object for each policy, as its properties are decoded once. */
export function resourceOf({
    props,
    type,
    urn,
    name,
    provider,
}: Pick<ResourceValidationArgs, "props" | "type" | "urn" | "name" | "provider">): Resource {
    const raw = behindProxy(props);
    const before = known.get(raw);
    if (before !== undefined) return before;
    const resource = { type, urn, name, props: raw, provider: provider?.urn };
    known.set(raw, resource);
    return resource;
}

const stacks = new WeakMap<Data, readonly Resource[]>();

function stackOf({ resources: all }: StackValidationArgs): readonly Resource[] {
    const first = all[0] && behindProxy(all[0].props as Data);
    const known = first && stacks.get(first);
    if (known !== undefined) return known;
    const stack = all.map((each) => ({
        ...resourceOf(each),
        propertyDependencies: Object.fromEntries(
            Object.entries(each.propertyDependencies).map(([key, sources]) => [key, sources.map(({ urn }) => urn)]),
        ),
    }));
    if (first !== undefined) stacks.set(first, stack);
    return stack;
}

/** The leaves of `safe` as `pod.securityContext.runAsNonRoot: true`. */
function leaves(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return [`${path}: ${JSON.stringify(value)}`];
    return Object.entries(value).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}

/** The framework, of a control that is part of the Pod Security Standards. */
function framework(references: readonly string[]) {
    const [, level, specification] = references.map((each) => /^PSS (\w+): (.+)$/.exec(each)).find(Boolean) ?? [];
    if (level === undefined || specification === undefined) return {};
    const reference = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
    return { framework: { name: "Pod Security Standards", version: level, reference, specification } };
}
