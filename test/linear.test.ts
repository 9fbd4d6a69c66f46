/** Time grows with the data and not faster: counted in looks at it, which no other work on the machine changes. */
import { controls } from "hardened-containers-policies/controls";
import { packOf } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { deployment, privileged } from "./subjects";

let looks = 0;
const watched = new WeakMap<object, object>();

/** The same data, of which every look at a part of it counts. */
function watch<T>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    const known = watched.get(value);
    if (known !== undefined) return known as T;
    const proxy = new Proxy(value, {
        get: (target, key) => {
            looks += 1;
            const child: unknown = Reflect.get(target, key);
            return watch(child);
        },
        has: (target, key) => ((looks += 1), Reflect.has(target, key)),
        getOwnPropertyDescriptor: (target, key) => ((looks += 1), Reflect.getOwnPropertyDescriptor(target, key)),
    });
    watched.set(value, proxy);
    return proxy;
}

function resource(type: string, name: string, props: object): Resource {
    return { type, name, urn: `urn:pulumi:test::test::${type}::${name}`, props: watch(props) as Data };
}

/** How many looks a judgement takes. */
function looksOf(resources: readonly Resource[]): number {
    const pack = packOf(controls);
    looks = 0;
    for (const each of resources) judgeResource(pack, each);
    judgeWhole(pack, resources);
    return looks;
}

const range = (length: number): number[] => Array.from({ length }, (_, number) => number);
const metadata = (number: number) => ({ name: `web-${number}`, namespace: `shop-${number}` });

const worlds: Record<string, (size: number) => Resource[]> = {
    "good containers": (size) => {
        const { type, props } = deployment() as {
            type: string;
            props: { spec: { template: { spec: { containers: object[] } } } };
        };
        const [container] = props.spec.template.spec.containers;
        const containers = range(size).map((number) => ({ ...container, name: `app-${number}` }));
        const template = { spec: { ...props.spec.template.spec, containers } };
        return [resource(type, "web", { ...props, spec: { ...props.spec, template } })];
    },
    "bad containers": (size) => {
        const containers = range(size).map((number) => ({ name: `app-${number}`, ...privileged, image: "web" }));
        return [resource("kubernetes:core/v1:Pod", "web", { metadata: metadata(0), spec: { containers } })];
    },
    "containers that are not known": (size) => {
        const containers = range(size).map(() => ({ name: sentinels.string, image: sentinels.string }));
        return [resource("kubernetes:core/v1:Pod", "web", { metadata: metadata(0), spec: { containers } })];
    },
    variables: (size) => {
        const env = range(size).map((number) => ({
            name: `V${number}`,
            value: `postgres://shop:k3J9xQ2m${number}@db/shop`,
        }));
        const { type, props } = deployment({ env });
        return [resource(type, "web", props)];
    },
    "items of a list": (size) => {
        const items = range(size).map((number) => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: metadata(number),
            spec: { containers: [privileged] },
        }));
        return [resource("kubernetes:core/v1:List", "all", { items })];
    },
    "namespaces with their policies": (size) =>
        range(size).flatMap((number) => [
            resource("kubernetes:core/v1:Namespace", `shop-${number}`, { metadata: { name: `shop-${number}` } }),
            resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", `deny-${number}`, {
                metadata: metadata(number),
                spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            }),
        ]),
    "workloads with their accounts": (size) =>
        range(size).flatMap((number) => [
            resource("kubernetes:core/v1:ServiceAccount", `web-${number}`, {
                metadata: metadata(number),
                automountServiceAccountToken: false,
            }),
            resource("kubernetes:core/v1:Pod", `web-${number}`, {
                metadata: metadata(number),
                spec: { serviceAccountName: `web-${number}`, containers: [privileged] },
            }),
        ]),
    repositories: (size) =>
        range(size).map((number) =>
            resource("aws:ecr/repository:Repository", `web-${number}`, { name: `shop/web-${number}` }),
        ),
};

test.each(Object.entries(worlds))("four times as many %s take four times as many looks", (_, world) => {
    const [few, many] = [looksOf(world(50)), looksOf(world(200))];
    expect(few).toBeGreaterThan(500);
    expect(many / few).toBeLessThan(4.4);
});
