import { controls } from "hardened-containers-policies/controls";
import type { Grant } from "hardened-containers-policies/grants";
import { packOf, type Pack } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole, type Report } from "hardened-containers-policies/reports";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { deployment } from "../subjects";

/** The day of the judgement. */
export const today = new Date("2026-11-22T23:59:59Z");

/** A pack on that day. */
export function packWith(
    settings: object,
    policies: Record<string, { level: "mandatory" | "advisory" | "disabled" }> = {},
): Pack {
    const own = Object.entries(policies).map(([name, { level }]) => [name, { level, properties: {} }] as const);
    const all = new Map([
        ["settings", { level: "mandatory" as const, properties: JSON.parse(JSON.stringify(settings)) as Data }],
        ...own,
    ]);
    return packOf(controls, all, today);
}

/** A grant that has nothing wrong with it. */
export function grant(it: Partial<Grant>): Grant {
    return {
        control: "read-only-root-filesystem",
        resource: "web",
        until: "2027-03-31",
        by: "platform",
        reason: "vendor",
        ...it,
    };
}

/** A resource of a project and stack, by default of `shop` and `prod`. */
export function resource(
    type: string,
    name: string,
    props: object,
    { project = "shop", stack = "prod" } = {},
): Resource {
    return { type, name, urn: `urn:pulumi:${stack}::${project}::${type}::${name}`, props: props as Data };
}

interface Where {
    name?: string;
    namespace?: string;
    annotations?: object;
    podAnnotations?: object;
    project?: string;
    stack?: string;
}

/** A Deployment that is fine but for what is given. */
export function workload(
    container: object,
    { name = "web", namespace, annotations, podAnnotations, ...where }: Where = {},
    pod: object = {},
): Resource {
    const { type, props } = deployment(container, pod) as { type: string; props: { spec: { template: object } } };
    const template = { ...props.spec.template, metadata: { annotations: podAnnotations } };
    return resource(
        type,
        name,
        { ...props, metadata: { name, namespace, annotations }, spec: { ...props.spec, template } },
        where,
    );
}

export function namespace(level?: string, name = "shop"): Resource {
    const labels = level === undefined ? {} : { "pod-security.kubernetes.io/enforce": level };
    return resource("kubernetes:core/v1:Namespace", name, {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels },
    });
}

/** A root file system that can be written to. */
export const writable = { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } };
/** May become root: what a namespace of level baseline admits. */
export const escalating = {
    securityContext: { capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true, allowPrivilegeEscalation: true },
};

/** The annotation that asks for a waiver. */
export function asks(control: string, text = "until=2027-03-31 by=shop reason=vendor image"): object {
    return { [`waive.hardened-containers/${control}`]: text };
}

const short = ({ policy, kind, level, message }: Report): string => `${policy} ${kind} ${level}: ${message}`;

/** What a pack says of resources, one after the other and then of all together. */
export function all(pack: Pack, ...resources: Resource[]): string[] {
    const each = resources.flatMap((it) => judgeResource(pack, it).reports);
    return [...each, ...judgeWhole(pack, resources).reports].map(short);
}

/** What a pack says of the last of some resources. */
export function last(pack: Pack, ...resources: Resource[]): string[] {
    return resources.map((it) => judgeResource(pack, it).reports.map(short)).at(-1) ?? [];
}
