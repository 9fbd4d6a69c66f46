import { controls } from "hardened-containers-policies/controls";
import { judgeStack } from "hardened-containers-policies/judge";
import { isData, type Data, type Resource } from "hardened-containers-policies/resource";

/** A Kubernetes object with its name. */
export function object(type: string, name: string, props: Data, more: Partial<Resource> = {}): Resource {
    const [, apiVersion = "", kind = ""] = type.split(":");
    const own = { apiVersion: apiVersion.replace("core/", ""), kind };
    const metadata = isData(props.metadata) ? { name, ...props.metadata } : (props.metadata ?? { name });
    return { type, urn: `urn:${name}`, name, props: { ...own, ...props, metadata }, ...more };
}
export const namespace = (name: string, more: Partial<Resource> = {}, metadata: Data = {}): Resource =>
    object("kubernetes:core/v1:Namespace", name, { metadata }, more);
export const policy = (
    spec: unknown,
    metadata: unknown = { namespace: "shop" },
    more: Partial<Resource> = {},
    type = "networking.k8s.io/v1:NetworkPolicy",
): Resource => object(`kubernetes:${type}`, "deny", { metadata, spec }, more);
export const denyAll = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** What a control says of a stack. */
export function judged(id: string, resources: readonly Resource[]) {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judgeStack(control, resources);
    return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
}

/** `met`, `broken`, or the places that it depends on. */
export function verdict(resources: readonly Resource[], direction = "ingress"): string {
    const { findings, undecided } = judged(`default-deny-${direction}`, resources);
    if (findings.length * undecided.length > 0) return "both broken and undecided";
    return findings.length > 0 ? "broken" : undecided.length > 0 ? undecided.join() : "met";
}
