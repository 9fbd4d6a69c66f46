import fc from "fast-check";
import * as proxy from "@pulumi/policy/proxy";
import { controls } from "hardened-containers-policies/controls";
import { judge, subjectOf, type Judgement } from "hardened-containers-policies/judge";
import type { Control, Rule } from "hardened-containers-policies/control";
import { isData, type Data, type Resource } from "hardened-containers-policies/resource";
import { decide, isUnknown, sentinels } from "hardened-containers-policies/unknown";
import { judgeBy, rulesOf, standardsOf } from "./examples";

test("the sentinels are the SDK's", () => {
    const { boolean, number, string, array, asset, archive, object } = sentinels;
    expect(proxy).toMatchObject({
        unknownBooleanValue: boolean,
        unknownNumberValue: number,
        unknownStringValue: string,
        unknownArrayValue: array,
        unknownAssetValue: asset,
        unknownArchiveValue: archive,
        unknownObjectValue: object,
    });
});

describe("named cases", () => {
    const unknown = sentinels.string;
    const pod = (spec: unknown, metadata: unknown = {}): Resource => {
        const props = { apiVersion: "v1", kind: "Pod", metadata, spec };
        return { type: "kubernetes:core/v1:Pod", urn: "", name: "web", props };
    };
    const namespace = (labels: unknown): Resource => {
        const props = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
        return { type: "kubernetes:core/v1:Namespace", urn: "", name: "shop", props };
    };
    const judged = (id: string, resource: Resource) => {
        const control = controls.find((each) => each.id === id);
        if (control === undefined) throw new Error(`there is no control ${id}`);
        const { findings, undecided } = judge(control, resource);
        return { findings: findings.map(({ message }) => message), undecided: undecided.map(({ path }) => path) };
    };
    const app = (container: Data): Data => ({ containers: [{ name: "app", ...container }] });

    test("an unknown image beside a privileged container", () => {
        const spec = {
            containers: [
                { name: "web", image: unknown },
                { name: "agent", image: "a:1", securityContext: { privileged: true } },
            ],
        };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[agent] is privileged"],
            undecided: [],
        });
        expect(judged("image-tag", pod(spec))).toEqual({ findings: [], undecided: ["spec.containers[web].image"] });
    });

    test("a list of containers that is unknown, beside one that is not", () => {
        const spec = { initContainers: unknown, containers: [{ name: "app", securityContext: { privileged: true } }] };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[app] is privileged"],
            undecided: ["spec.initContainers"],
        });
    });

    test("a container that is unknown, beside one that is not", () => {
        const spec = { containers: [unknown, { securityContext: { privileged: true } }] };
        expect(judged("no-privileged", pod(spec))).toEqual({
            findings: ["spec.containers[1] is privileged"],
            undecided: ["spec.containers[0]"],
        });
    });

    test("an unknown security context decides nothing that is decided elsewhere", () => {
        const container = { securityContext: unknown };
        expect(judged("run-as-non-root", pod({ ...app(container), securityContext: { runAsNonRoot: false } }))).toEqual(
            {
                findings: ["spec allows root (runAsNonRoot: false)"],
                undecided: ["spec.containers[app].securityContext"],
            },
        );
        expect(judged("memory-limit", pod(app(container))).findings).toEqual([
            "spec.containers[app] has no memory limit",
        ]);
    });

    test("of several unknowns only those are named that the verdict depends on", () => {
        const container = {
            image: unknown,
            env: unknown,
            securityContext: { privileged: unknown, runAsUser: unknown },
        };
        expect(judged("no-privileged", pod({ ...app(container), volumes: unknown, hostUsers: unknown }))).toEqual({
            findings: [],
            undecided: ["spec.containers[app].securityContext.privileged"],
        });
        const settled = { securityContext: { runAsNonRoot: true } };
        const spec = { ...app(settled), os: { name: unknown }, securityContext: { runAsNonRoot: true } };
        expect(judged("run-as-non-root", pod(spec))).toEqual({ findings: [], undecided: [] });
    });

    test("an unknown spec", () => {
        for (const control of ["no-privileged", "no-host-namespaces", "no-host-path", "image-tag"]) {
            expect(judged(control, pod(unknown))).toEqual({ findings: [], undecided: ["spec"] });
        }
    });

    test("unknown annotations and metadata", () => {
        const annotations = { "container.apparmor.security.beta.kubernetes.io/app": unknown };
        expect(judged("apparmor-profile", pod(app({}), { annotations })).undecided).toEqual([
            "metadata.annotations.container.apparmor.security.beta.kubernetes.io/app",
        ]);
        expect(judged("apparmor-profile", pod(app({}), { annotations: unknown })).undecided).toEqual([
            "metadata.annotations",
        ]);
        expect(judged("apparmor-profile", pod(app({}), unknown)).undecided).toEqual(["metadata"]);
        expect(judged("no-system-namespace", pod(app({}), unknown)).undecided).toEqual(["metadata"]);
        const bad = { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" };
        expect(judged("apparmor-profile", pod(unknown, { annotations: bad })).findings).toHaveLength(1);
    });

    test("unknown labels of a namespace", () => {
        const enforce = "pod-security.kubernetes.io/enforce";
        expect(judged("pod-security-enforce", namespace(unknown)).undecided).toEqual(["metadata.labels"]);
        expect(judged("pod-security-enforce", namespace({ [enforce]: unknown })).undecided).toEqual([
            `metadata.labels.${enforce}`,
        ]);
        expect(judged("pod-security-enforce", namespace({ team: unknown })).findings).toHaveLength(1);
    });

    test("an unknown sysctl beside a bad one, however many there are", () => {
        for (const count of [1, 3, 12, 40]) {
            const sysctls = [...Array.from({ length: count }, () => unknown), { name: "kernel.msgmax", value: "1" }];
            expect(judged("safe-sysctls", pod({ ...app({}), securityContext: { sysctls } }))).toEqual({
                findings: ["spec sets sysctl kernel.msgmax"],
                undecided: [],
            });
            const open = { ...app({}), securityContext: { sysctls: sysctls.slice(0, count) } };
            expect(judged("safe-sysctls", pod(open)).undecided[0]).toBe("spec.securityContext.sysctls[0]");
        }
    });

    test("an unknown capability beside a bad one", () => {
        const capabilities = { drop: ["ALL"], add: [unknown, "SYS_ADMIN"] };
        expect(judged("default-capabilities", pod(app({ securityContext: { capabilities } }))).findings).toEqual([
            "spec.containers[app] adds SYS_ADMIN",
        ]);
    });

    test("an unknown list of containers in a custom resource", () => {
        const props = { spec: { template: { spec: { containers: unknown } } } };
        const rollout = { type: "kubernetes:argoproj.io/v1alpha1:Rollout", urn: "", name: "web", props };
        expect(judged("no-privileged", rollout).undecided).toEqual(["spec.template.spec.containers"]);
    });

    test("unknown items of lists are of the kind that the list says, if it says it", () => {
        const list = (kind: string): Resource => ({
            type: `kubernetes:core/v1:${kind}`,
            urn: "",
            name: "all",
            props: { items: unknown },
        });
        expect(judged("no-privileged", list("PodList")).undecided).toEqual(["items"]);
        expect(judged("no-privileged", list("List")).undecided).toEqual(["items"]);
        expect(judged("no-privileged", list("ConfigMapList")).undecided).toEqual([]);
        expect(judged("pod-security-enforce", list("PodList")).undecided).toEqual([]);
        expect(judged("pod-security-enforce", list("NamespaceList")).undecided).toEqual(["items"]);
    });

    test("an image volume whose image is unknown", () => {
        const volumes = [
            { name: "model", image: unknown },
            { name: "data", image: { reference: "example.com/data" } },
        ];
        expect(judged("image-tag", pod({ ...app({ image: "a:1" }), volumes }))).toEqual({
            findings: ["spec.volumes[data].image.reference is example.com/data, which names no tag"],
            undecided: ["spec.volumes[model].image"],
        });
    });
});

test("gaps are filled in all ways, or in as many at a time as there is time for", () => {
    const gaps = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ path: [`gap${index}`], values: ["a", "b"] }));
    const both = (one: string, other: string) => (subject: Data) =>
        subject[one] === "b" && subject[other] === "b" ? "bad" : undefined;
    expect(decide({}, gaps(2), both("gap0", "gap1"))).toEqual({ depends: gaps(2) });
    expect(decide({}, gaps(9), both("gap3", "gap7"))).toMatchObject({
        depends: [{ path: ["gap3"] }, { path: ["gap7"] }],
    });
    expect(decide({}, gaps(100), both("gap99", "gap99"))).toMatchObject({ depends: [{ path: ["gap99"] }] });
    expect(decide({}, gaps(100), () => "bad")).toEqual({ verdict: "bad" });
    expect(decide({}, gaps(100), () => undefined)).toEqual({ verdict: undefined });
});

type Key = string | number;

/** The paths of everything in data. */
function pathsIn(value: unknown, path: Key[] = []): Key[][] {
    const children: [Key, unknown][] = Array.isArray(value)
        ? [...value.entries()]
        : isData(value)
          ? Object.entries(value)
          : [];
    return children.flatMap(([key, child]) => [[...path, key], ...pathsIn(child, [...path, key])]);
}

/** What is at a path, whichever the elements of lists on it; but the resource is the one that the path says. */
function valuesAt(resources: readonly unknown[], [resource, ...path]: readonly Key[]): unknown[] {
    return path.reduce(
        (all: unknown[], key) =>
            all.flatMap((each: unknown) =>
                Array.isArray(each) ? (each as unknown[]) : [(each as Data | undefined)?.[key]],
            ),
        [resources[Number(resource)]],
    );
}

function distinct(values: readonly unknown[]): unknown[] {
    return [undefined, ...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** A copy with another value, or none, at a path. */
function replaced(value: unknown, [key, ...rest]: readonly Key[], by: unknown): unknown {
    if (key === undefined) return by;
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Data) }) as Record<Key, unknown>;
    const child = replaced(copy[key], rest, by);
    if (child !== undefined) copy[key] = child;
    else if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
    return copy;
}

/** How people name a place: list elements by their names. */
function written(value: unknown, path: readonly Key[]): string {
    let here = value;
    return path.reduce<string>((text, key) => {
        const list = Array.isArray(here);
        here = (here as Record<Key, unknown>)[key];
        const { name } = (isData(here) ? here : {}) as { name?: unknown };
        const label = typeof name === "string" && !isUnknown(name) ? name : String(key);
        return list ? `${text}[${label}]` : `${text}${text && "."}${String(key)}`;
    }, "");
}

interface Case {
    control: Control;
    rule: Rule;
    resources: Resource[];
    /** The paths of everything in the properties of the resources, behind the number of the resource. */
    paths: Key[][];
    judge: (resources: readonly Resource[]) => Judgement;
    /** What may be at a path as far as the control's examples say. */
    values: (path: readonly Key[]) => unknown[];
}

/** Every example of every rule, as resources. */
const cases: Case[] = controls.flatMap((control) =>
    rulesOf(control).flatMap((rule) => {
        const examples = [...rule.good, ...rule.bad];
        const embedded = examples.map((example) => rule.on.embed(subjectOf(example)).map(({ props }) => clean(props)));
        return examples.map((example, index): Case => {
            const resources = rule.on
                .embed(subjectOf(example))
                .map((each) => ({ ...each, props: clean(each.props) as Data }));
            return {
                control,
                rule,
                resources,
                paths: pathsIn(embedded[index]).filter((path) => path.length > 1),
                judge: (all) => judgeBy(control, rule, all, standardsOf(control, example)),
                values: (path) => distinct(embedded.flatMap((each) => valuesAt(each, path))),
            };
        });
    }),
);

/** Without what is undefined, as it comes over the wire. */
function clean(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value));
}

function withValue(resources: readonly Resource[], [number, ...path]: readonly Key[], by: unknown): Resource[] {
    return resources.map((each, index) => ({
        ...each,
        props: (index === number ? replaced(each.props, path, by) : { ...each.props }) as Data,
    }));
}

const outcome = ({ findings, undecided }: Judgement): string =>
    findings.length > 0 ? "found" : undecided.length > 0 ? "undecided" : "passed";

/** What is wrong with the verdict on a case with unknowns at some paths. */
function faults(
    { control, rule, resources, judge: judged, values }: Case,
    paths: readonly Key[][],
    unknown: string,
): string[] {
    const hidden = paths.reduce<readonly Resource[]>((all, path) => withValue(all, path, unknown), resources);
    let ways: (readonly Resource[])[] = [hidden];
    // From the end, so that leaving out an element does not move the places before it.
    for (const path of [...paths].reverse())
        ways = ways.flatMap((way) => values(path).map((value) => withValue(way, path, value)));
    const possible = new Set(ways.map((way) => outcome(judged(way))));
    const verdict = judged(hidden);
    const where = `${control.id} over ${rule.on.name}, ${paths.map((path) => path.join(".")).join(" and ")} unknown in ${JSON.stringify(resources.map(({ props }) => props))}`;
    const found: string[] = [];
    if (outcome(verdict) === "found" && possible.has("passed"))
        found.push(`${where}: invents ${verdict.findings.map(({ message }) => message).join()}`);
    if (outcome(verdict) === "passed" && (possible.size > 1 || !possible.has("passed")))
        found.push(`${where}: hides what may be`);
    if (outcome(verdict) === "undecided" && possible.size === 1 && possible.has("found"))
        found.push(`${where}: does not see what is certain`);
    const [path, ...others] = paths;
    if (outcome(verdict) === "undecided" && rule.on.scope === "resource" && path !== undefined && others.length === 0) {
        const [number, ...inside] = path;
        const place = written(hidden[Number(number)]?.props, inside);
        const named = verdict.undecided.map((each) => each.path).join();
        if (named !== place) found.push(`${where}: names ${named}, not ${place}`);
    }
    return found;
}

test.each(Object.entries(sentinels))("one unknown %s anywhere", (_, unknown) => {
    const found = cases.flatMap((each) => each.paths.flatMap((path) => faults(each, [path], unknown)));
    expect(found.slice(0, 5)).toEqual([]);
    expect(cases.flatMap(({ paths }) => paths).length).toBeGreaterThan(1000);
});

test("several unknowns anywhere", () => {
    const several = fc.constantFrom(...cases).chain((each) =>
        fc.record({
            each: fc.constant(each),
            paths: fc.uniqueArray(fc.constantFrom(...each.paths), {
                minLength: 2,
                maxLength: 3,
                selector: (path) => path.join(),
            }),
            unknown: fc.constantFrom(...Object.values(sentinels)),
        }),
    );
    const isWithin = (inner: readonly Key[], outer: readonly Key[]): boolean =>
        outer.every((key, index) => inner[index] === key);
    fc.assert(
        fc.property(several, ({ each, paths, unknown }) => {
            fc.pre(paths.every((path) => paths.every((other) => path === other || !isWithin(path, other))));
            const inOrder = each.paths.filter((path) => paths.includes(path));
            expect(faults(each, inOrder, unknown)).toEqual([]);
        }),
        { numRuns: 2000, seed: 1 },
    );
});

test("whatever is unknown beside it, a violation is reported", () => {
    const unknown = sentinels.string;
    const found = controls.flatMap((control) => {
        const { on, bad } = control;
        if (on.scope === "stack") return [];
        return bad.flatMap((example) =>
            on.embed(subjectOf(example)).flatMap((resource) => {
                const { spec, metadata } = resource.props as { spec?: Data; metadata: Data };
                if (spec === undefined) return [];
                const beside = {
                    initContainers: [
                        {
                            name: "first",
                            ...Object.fromEntries(
                                ["image", "env", "securityContext", "ports", "resources"].map((key) => [key, unknown]),
                            ),
                        },
                    ],
                    volumes: [unknown, ...((spec.volumes ?? []) as unknown[])],
                };
                const props = {
                    ...resource.props,
                    metadata: { ...metadata, labels: unknown },
                    spec: { ...beside, nodeSelector: unknown, ...spec, volumes: beside.volumes },
                };
                const { findings } = judge(control, { ...resource, props }, standardsOf(control, example));
                return findings.length > 0 ? [] : [`${control.id} does not find ${JSON.stringify(example)}`];
            }),
        );
    });
    expect(found).toEqual([]);
});
