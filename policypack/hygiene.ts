import { daysBetween, requestsIn, type Request } from "./grants";
import { isPartOf } from "./judge";
import { standardsOf, type Pack } from "./pack";
import type { Resource } from "./resource";
import { objectsAt } from "./subjects/kubernetes";
import { isAbout, isCoveredBy, isCritical, requestFault, type Refused, type Use, type Waived } from "./waivers";

/** A word on a waiver. */
export interface Hygiene {
    path: string;
    message: string;
    urn?: string;
    /** Whether it stops nothing whatever the level of the policy `waivers`. */
    advisory?: boolean;
}

/** A waiver that ends in fewer days is mentioned. */
const soon = 14;

/** What is wrong with the waivers that a resource requests. */
export function ofRequests(pack: Pack, resource: Resource): Hygiene[] {
    return distinct(requestsIn(resource)).flatMap((request) => {
        const fault = requestFault(pack, request) ?? notGranted(pack, resource, request);
        if (fault === undefined) return [];
        return [{ path: request.path, message: `${request.path} ${fault}`, advisory: !isStrict(pack, request) }];
    });
}

/** An object and its pod template request the same, as it is asked of both. */
function distinct(requests: readonly Request[]): Request[] {
    const seen = new Map<string, Request>();
    for (const request of requests) {
        const key = JSON.stringify([request.object, request.control, request.text]);
        if (!seen.has(key)) seen.set(key, request);
    }
    return [...seen.values()];
}

/** Whether a control is one that stops deployments: what is said of its waivers then does, too. */
function isStrict({ controls, active, level }: Pack, { control: id }: Request): boolean {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) return true;
    const isOn = [...active.resource, ...active.stack].includes(control);
    return isOn && (level(id) ?? control.level) !== "advisory";
}

function notGranted(pack: Pack, resource: Resource, request: Request): string | undefined {
    const { waivers } = pack.settings;
    if (waivers === "none") return "has no effect: the setting waivers is none";
    const critical = isCritical(pack, request);
    if (waivers === "requested" && !critical) return undefined;
    const objects = objectsAt(resource, request.path);
    const granted = (objects.length > 0 ? objects : [undefined]).every((object) =>
        pack.grants.some(
            (grant) =>
                grant.control === request.control &&
                grant.fault === undefined &&
                isCoveredBy({ ...grant, container: undefined, image: undefined }, resource, object) !== false,
        ),
    );
    if (granted) return undefined;
    const how = "the platform grants it in the setting grants";
    return critical ? `is for a critical control, and has no effect unless ${how}` : `has no effect unless ${how}`;
}

/** That a waiver has no effect, as the API server would refuse the pod all the same. */
export function refusedBy({ control, finding, resource, waivers: [waiver], why }: Refused): Hygiene {
    const path = waiver?.path ?? finding.path;
    return { path, message: `${path} has no effect on ${control.id}: ${why}`, urn: resource.urn };
}

/** What is to be said of waivers when all resources are known. */
export function atTheEnd(
    pack: Pack,
    resources: readonly Resource[],
    { used, refused }: Omit<Waived, "kept">,
): Hygiene[] {
    const needed = new Set([...used, ...refused].flatMap(({ waivers }) => waivers));
    const grants = pack.grants.flatMap((grant): Hygiene[] => {
        const { path, control, until, fault } = grant;
        const say = (text: string, advisory: boolean) => [{ path, message: `${path} (${control}) ${text}`, advisory }];
        const isHere = resources.some((resource) => isAbout(grant, resource));
        if (pack.settings.waivers === "none")
            return isHere ? say("has no effect: the setting waivers is none", true) : [];
        if (fault === undefined) return isHere && !needed.has(grant) ? say("is not needed here", true) : [];
        // One that has ended is no mistake of those who now see what it covered.
        const ended = until !== undefined && (daysBetween(pack.today, until) ?? 0) < 0;
        return isHere || !ended ? say(fault, ended) : [];
    });
    const requests = resources.flatMap((resource) => {
        const all = requestsIn(resource).filter((request) => !needed.has(request));
        return distinct(all).flatMap((request): Hygiene[] => {
            const { path } = request;
            if (requestFault(pack, request) ?? notGranted(pack, resource, request)) return [];
            const isJudged = isStrict(pack, request) && isJudgedAt(pack, resource, request);
            const message = `${path} is not needed: ${isJudged ? "nothing breaks the control" : "the control is not enforced here"}`;
            return [{ path, message, urn: resource.urn, advisory: !isJudged }];
        });
    });
    return [...grants, ...requests, ...listed(pack, used)];
}

/** Whether pods in the resource are held to the level of the Pod Security Standards that the control is part of. */
function isJudgedAt(pack: Pack, resource: Resource, { control: id }: Request): boolean {
    const control = pack.controls.find((each) => each.id === id);
    return control !== undefined && isPartOf(control, standardsOf(pack, resource));
}

/** The waivers that were used, in one word, and those that end soon. */
function listed({ today }: Pack, used: readonly Use[]): Hygiene[] {
    const lines = new Set<string>();
    const ending = used.flatMap(({ control, resource, waivers }) => {
        const [{ until = "", by, reason = "" } = {}] = waivers;
        lines.add(`${control.id} of ${resource.name}, until ${until}${by === undefined ? "" : ` by ${by}`}: ${reason}`);
        return waivers.flatMap((waiver): Hygiene[] => {
            const days = daysBetween(today, waiver.until ?? "") ?? 0;
            const { path } = waiver;
            const message = `${path} ends on ${waiver.until ?? ""}, in ${days} days: ${control.id} of ${resource.name} is then reported again`;
            return days > soon ? [] : [{ path, message, urn: resource.urn, advisory: true }];
        });
    });
    if (lines.size === 0) return [];
    const message = `${lines.size} in use:\n${[...lines].map((line) => `- ${line}`).join("\n")}`;
    return [...ending, { path: "", message, advisory: true }];
}
