/** What a tenant might try, who writes the program but not the configuration of the pack. */
import { judgeResource } from "hardened-containers-policies/reports";
import type { Resource } from "hardened-containers-policies/resource";
import { all, asks, grant, namespace, packWith, resource, workload, writable } from "./world";

const id = "read-only-root-filesystem";
const granted = { project: "shop", stack: "prod", resource: "web", namespace: "store", container: "app" };

/** Whether the control is reported of a resource as ever. */
const isReported = (settings: object, it: Resource): boolean =>
    judgeResource(packWith(settings), it).reports.some(({ policy, kind }) => policy === id && kind === "violation");

test("the Deployment that is granted a waiver has it", () => {
    expect(isReported({ grants: [grant(granted)] }, workload(writable, { namespace: "store" }))).toBe(false);
});

describe("no use are", () => {
    test.each<[string, Resource]>([
        ["the name in another project", workload(writable, { namespace: "store", project: "billing" })],
        ["the name in another stack", workload(writable, { namespace: "store", stack: "dev" })],
        ["a project whose name begins like it", workload(writable, { namespace: "store", project: "shop-2" })],
        ["the name in another namespace", workload(writable, { namespace: "shop" })],
        ["the name in no namespace", workload(writable)],
        ["the name in Kubernetes alone", { ...workload(writable, { namespace: "store" }), name: "api" }],
        ["another container", workload({ ...writable, name: "sidecar" }, { namespace: "store" })],
        ["a container whose name is none", workload({ ...writable, name: ["app"] }, { namespace: "store" })],
        [
            "a container whose name looks like a path",
            workload({ ...writable, name: "x].containers[app" }, { namespace: "store" }),
        ],
        ["the namespace in a label", workload(writable, { annotations: { namespace: "store" } })],
    ])("%s", (_, it) => {
        expect(isReported({ grants: [grant(granted)] }, it)).toBe(true);
    });

    test("an object of the same name in the same list, in a namespace that is granted", () => {
        const item = (namespace: string, container: object) => ({
            apiVersion: "apps/v1",
            kind: "Deployment",
            ...workload(container, { namespace }).props,
        });
        const { name, namespace: store, ...rest } = { ...granted, name: "web" };
        const grants = [grant({ ...rest, namespace: store, resource: "all" })];
        const list = (...items: object[]) => resource("kubernetes:core/v1:List", "all", { items });
        expect(name).toBe("web");
        expect(isReported({ grants }, list(item("store", writable)))).toBe(false);
        expect(isReported({ grants }, list(item("store", {}), item("shop", writable)))).toBe(true);
        expect(isReported({ grants }, list(item("shop", writable), item("store", {})))).toBe(true);
    });

    test("an object whose name makes its path look like another's", () => {
        const { namespace: store } = granted;
        const item = (name: string, namespace: string, container: object) => ({
            apiVersion: "apps/v1",
            kind: "Deployment",
            ...workload(container, { name, namespace }).props,
        });
        const items = [item("web", store, {}), item("web].spec", "shop", writable)];
        expect(
            isReported(
                { grants: [grant({ ...granted, resource: "all" })] },
                resource("kubernetes:core/v1:List", "all", { items }),
            ),
        ).toBe(true);
    });

    test.each([
        ["an annotation", { annotations: asks(id) }],
        ["an annotation of the pod", { podAnnotations: asks(id) }],
        ["both, as a transform over all resources would set them", { annotations: asks(id), podAnnotations: asks(id) }],
        ["an annotation for all controls", { annotations: asks("*") }],
        [
            "an annotation that names the platform",
            { annotations: asks(id, "until=2027-03-31 by=platform reason=granted") },
        ],
    ])("%s, where nobody grants it", (_, where) => {
        expect(isReported({}, workload(writable, where))).toBe(true);
        expect(isReported({ grants: [grant({ ...granted, project: "billing" })] }, workload(writable, where))).toBe(
            true,
        );
    });

    test.each([
        ["a grant for everything", grant({ resource: "*" })],
        [
            "a grant with * everywhere",
            grant({ project: "*", stack: "*", resource: "*", namespace: "*", container: "*", image: "*" }),
        ],
        ["a grant for a container's name alone, which a tenant chooses", grant({ resource: "*", container: "app" })],
        ["a grant for all controls", grant({ control: "*" })],
    ])("%s", (_, it) => {
        expect(isReported({ grants: [it] }, workload(writable))).toBe(true);
    });

    test("a tag where an AWS resource has none of its own", () => {
        const props = { imageTagMutability: "MUTABLE", tagsAll: asks("ecr-immutable-tags") };
        const said = all(
            packWith({ waivers: "requested" }),
            resource("aws:ecr/repository:Repository", "images", props),
        );
        expect(said.filter((each) => each.startsWith("ecr-immutable-tags violation mandatory"))).toHaveLength(1);
    });

    test("names of every object, where the configuration is looked up", () => {
        for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
            const grants = [grant({ control: name }), grant({ ...granted, resource: name })];
            const it = workload(writable, { name, namespace: name, annotations: asks(name) });
            expect(isReported({ grants, baseline: { [id]: [name] } }, it)).toBe(true);
        }
    });

    test("an earlier namespace of the same name in another cluster, to lower its level", () => {
        const other = { ...namespace("privileged", "store"), provider: "urn:other" };
        const escalating = { securityContext: { allowPrivilegeEscalation: true, capabilities: { drop: ["ALL"] } } };
        const pack = packWith({ grants: [grant({ control: "no-privilege-escalation" })] });
        const said = [other, workload(escalating, { namespace: "store" })].map((it) => judgeResource(pack, it).reports);
        expect(
            said
                .at(-1)
                ?.filter(({ policy }) => policy === "no-privilege-escalation")
                .map(({ kind }) => kind),
        ).toEqual(["violation"]);
    });
});
