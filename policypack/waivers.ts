import type { Control, PodSecurityLevel } from "./control";
import { faultOf, includes, matches, requestsIn, type Grant, type ReadGrant, type Request } from "./grants";
import { isPartOf, judge, judgedBy, type Finding, type Judged, type Undecided } from "./judge";
import { didYouMean } from "./nearest";
import { platformLevel, standardsOf, type Pack } from "./pack";
import type { Resource } from "./resource";
import { join, namespaceOf, objectsAt, type KubernetesObject } from "./subjects/kubernetes";
import { isUnknown } from "./unknown";

/** A waiver that covers a finding. */
export interface Use {
    control: Control;
    finding: Finding | Undecided;
    resource: Resource;
    waivers: (ReadGrant | Request)[];
}

/** A waiver that would cover a finding, if the API server did not refuse the pod all the same. */
export interface Refused extends Use {
    /** Why: a sentence's second half. */
    why: string;
}

/** What waivers make of findings. */
export interface Waived {
    kept: Judged;
    used: Use[];
    refused: Refused[];
}

/** Parts the findings that a waiver covers from the others. */
export function waive(pack: Pack, judged: Judged, resourceOf: (it: Undecided) => Resource | undefined): Waived {
    const used: Use[] = [];
    const refused: Refused[] = [];
    const kept = new Map(judged);
    for (const [control, judgement] of judged) {
        const { findings, undecided } = judgement;
        if (findings.length + undecided.length === 0) continue;
        const open: Undecided[] = [];
        const isCovered = (finding: Undecided): boolean => {
            const resource = resourceOf(finding);
            const cover = resource && coverOf(pack, control, finding, resource);
            if (cover === undefined) return false;
            if ("depends" in cover) open.push({ ...finding, path: cover.depends });
            else if ("why" in cover) refused.push(cover);
            else used.push(cover);
            return !("why" in cover);
        };
        kept.set(control, {
            ...judgement,
            findings: findings.filter((finding) => !isCovered(finding)),
            undecided: [...undecided.filter((each) => !isCovered(each)), ...open],
        });
    }
    return { kept, used, refused };
}

/** What waivers make of the findings of controls over single resources; only of controls that somebody waives. */
export function waivedIn(pack: Pack, resources: readonly Resource[]): Pick<Waived, "used" | "refused"> {
    for (const resource of resources) pack.declared.note(resource);
    const all = resources.flatMap((resource) => {
        const waivers = [...pack.grants.filter((grant) => isAbout(grant, resource)), ...requestsIn(resource)];
        if (waivers.length === 0) return [];
        const asked = new Set(waivers.flatMap(({ control }) => [control, ...(includes.get(control) ?? [])]));
        const controls = pack.active.resource.filter(({ id }) => asked.has(id));
        const standards = standardsOf(pack, resource);
        const judged = judgedBy(controls, (control) => judge(control, resource, standards));
        return [waive(pack, judged, () => resource)];
    });
    return { used: all.flatMap(({ used }) => used), refused: all.flatMap(({ refused }) => refused) };
}

type Cover = Use | Refused | { depends: string } | undefined;

/** The waivers that cover a finding, or the path of what that hangs on. */
export function coverOf(pack: Pack, control: Control, finding: Finding | Undecided, resource: Resource): Cover {
    if (pack.settings.waivers === "none") return undefined;
    const objects = objectsAt(resource, finding.path);
    // Of several objects of one name it cannot be said which one it is: all have to be covered.
    const covers = (objects.length > 0 ? objects : [undefined]).map((object) =>
        coverIn(object, pack, control, finding, resource),
    );
    const partly = covers.find((cover) => cover === undefined || !("waivers" in cover) || "why" in cover);
    return covers.includes(undefined) ? undefined : (partly ?? covers[0]);
}

function coverIn(
    object: KubernetesObject | undefined,
    pack: Pack,
    control: Control,
    finding: Finding | Undecided,
    resource: Resource,
): Cover {
    const isFor = (waiver: { control: string }) =>
        waiver.control === control.id || includes.get(waiver.control)?.includes(control.id) === true;
    const { container } = finding.subject;
    const granted = pack.grants.filter((grant) => isFor(grant) && grant.fault === undefined);
    const answers = granted.map((grant) => [grant, isCoveredBy(grant, resource, object, container)] as const);
    const open = answers.map(([, answer]) => answer).find((answer) => typeof answer === "string");
    const grants = answers.flatMap(([grant, answer]) => (answer === true ? [grant] : []));
    const requests = requestsIn(resource).filter(
        (request) =>
            isFor(request) &&
            requestFault(pack, request) === undefined &&
            request.object === (object?.path ?? "") &&
            (request.containers === undefined || request.containers.some((name) => name === container?.name)),
    );
    const suffices = pack.settings.waivers === "requested" && requests.some((request) => !isCritical(pack, request));
    if (grants.length === 0 && !suffices) {
        if (open === undefined) return undefined;
        const { at } = { at: {} as Record<string, string>, ...finding.subject };
        const place = open === "namespace" ? join(object?.path ?? "", "metadata") : (at.container ?? finding.path);
        return { depends: open === "image" ? (at.image ?? `${place}.image`) : join(place, open) };
    }
    const use = { control, finding, resource, waivers: [...grants, ...requests] };
    const why = control.podSecurity && refusal(pack, resource, object);
    return why === undefined ? use : { ...use, why };
}

export function isCritical({ controls }: Pack, { control }: Request): boolean {
    return controls.find(({ id }) => id === control)?.severity === "critical";
}

/** What keeps a request from having any effect, but that nobody grants it. */
export function requestFault({ controls, settings, today }: Pack, request: Request): string | undefined {
    if (request.fault !== undefined) return request.fault;
    if (!controls.some(({ id }) => id === request.control)) {
        const meant = didYouMean(
            request.control,
            controls.map(({ id }) => id),
        );
        return `waives a control that does not exist${meant}`;
    }
    return faultOf(request, { today, maxWaiverDays: settings.maxWaiverDays });
}

/** Whether a grant is for a resource, whatever is in it. */
export function isAbout(grant: Grant, { urn, type, name }: Resource): boolean {
    if (!matches(grant.resource, grant.resource.includes("::") ? `${type}::${name}` : name)) return false;
    const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn) ?? [];
    const { project: projects = "*", stack: stacks = "*" } = grant;
    return matches(projects, project) && matches(stacks, stack);
}

/** Whether a grant covers what is in an object of a resource, or the one of these whose value this hangs on. */
export function isCoveredBy(
    grant: Grant,
    resource: Resource,
    object: KubernetesObject | undefined,
    container?: { name?: unknown; image?: unknown },
): boolean | "namespace" | "name" | "image" {
    if (!isAbout(grant, resource)) return false;
    const asked = [
        ["namespace", grant.namespace, object && namespaceOf(object)],
        ["name", grant.container, container?.name],
        ["image", grant.image, container?.image],
    ] as const;
    const limited = asked.filter(([, pattern]) => pattern !== undefined);
    const misses = ([, pattern = "", value]: (typeof asked)[number]): boolean =>
        !isUnknown(value) && !(typeof value === "string" && matches(pattern, value));
    if (limited.some(misses)) return false;
    return limited.find(([, , value]) => isUnknown(value))?.[0] ?? true;
}

/** Why the API server refuses a pod, whatever is waived here: what its namespace enforces is Kubernetes' own. */
function refusal(pack: Pack, resource: Resource, object: KubernetesObject | undefined): string | undefined {
    const namespace = object && namespaceOf(object);
    const named = typeof namespace === "string" && !isUnknown(namespace) ? `namespace ${namespace}` : "the namespace";
    const level =
        object && (platformLevel(pack.settings.namespaces, object) ?? pack.declared.level(namespace, resource));
    if (level === undefined) return `which Pod Security level ${named} enforces is not known here`;
    const refuses = refusedAt(pack, resource, level).has(object);
    return refuses ? `${named} enforces ${level}, by which the API server refuses the pod` : undefined;
}

type ByLevel = Map<PodSecurityLevel, ReadonlySet<KubernetesObject>>;

const refusedObjects = new WeakMap<Pack, WeakMap<Resource, ByLevel>>();

/** The objects of a resource whose pods break a level; judged once however many findings are waived. */
function refusedAt(pack: Pack, resource: Resource, level: PodSecurityLevel): ReadonlySet<KubernetesObject | undefined> {
    const byResource = refusedObjects.get(pack) ?? new WeakMap<Resource, ByLevel>();
    refusedObjects.set(pack, byResource);
    const byLevel = byResource.get(resource) ?? (new Map() as ByLevel);
    byResource.set(resource, byLevel);
    let refused = byLevel.get(level);
    if (refused === undefined) {
        const standards = { ...standardsOf(pack, resource), level };
        const parts = pack.controls.filter((each) => each.podSecurity !== undefined && isPartOf(each, standards));
        const judged = judgedBy(parts, (control) => judge(control, resource, standards));
        const findings = [...judged.values()].flatMap((each) => each.findings);
        refused = new Set(findings.flatMap(({ path }) => objectsAt(resource, path)));
        byLevel.set(level, refused);
    }
    return refused;
}
