import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { harden, hardeningTransform } from "hardened-containers";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { podKinds } from "hardened-containers-policies/subjects/pod-kinds";
import { outputs, plain, podSpec, revealed, wrapped } from "./hardening/pods";

beforeAll(() => {
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    // In a preview, an Output may be unknown.
    return pulumi.runtime.setMocks(mocks, "project", "stack", true);
});

type PodSpec = Parameters<typeof harden>[0];
const hardenedBy = {
    harden: (spec: unknown) => Promise.resolve(harden(spec as PodSpec) as unknown),
    "the transform": async (spec: unknown) => {
        const result = await transformed("kubernetes:core/v1:Pod", { spec });
        return result === undefined ? spec : (result.spec as unknown);
    },
};

async function transformed(type: string, props: object, except: string[] = []): Promise<pulumi.Inputs | undefined> {
    const args = { custom: true, type, name: "it", props: props as pulumi.Inputs, opts: {} };
    return (await hardeningTransform({ except })(args))?.props;
}

const filling = controls.filter(({ safe, level, on }) => safe && level !== "disabled" && on.scope === "resource");
const findings = (type: string, props: object) => {
    const resource = { type, urn: "", name: "it", props: props as Record<string, unknown> };
    return filling.flatMap((control) => judge(control, resource).findings.map(({ message }) => message));
};

const marked = podSpec.chain(wrapped);

describe.each(Object.entries(hardenedBy))("%s", (_, hardened) => {
    test("keeps each value that is set, as known and as secret as it was, and never changes its argument", async () => {
        await fc.assert(
            fc.asyncProperty(marked, async (marks) => {
                const spec = outputs(marks);
                const before = await revealed(spec);
                const after = await revealed(await hardened(spec));
                for (const [path, leaf] of before) expect([path, after.get(path)]).toEqual([path, leaf]);
                expect(await revealed(spec)).toEqual(before);
            }),
        );
    });

    test("changes nothing the second time", async () => {
        // What hangs on an operating system that is unknown or secret is so, too, and with it all of an Output around it.
        const knownSystem = marked.filter((marks) => !/"os":\{[^}]*"\$(later|secret)"/.test(JSON.stringify(marks)));
        await fc.assert(
            fc.asyncProperty(knownSystem, async (marks) => {
                const once: unknown = await hardened(outputs(marks));
                expect(await revealed(await hardened(once))).toEqual(await revealed(once));
            }),
        );
    });

    test("fills inside outputs what it would fill without them, and no more but what counts for all containers", async () => {
        await fc.assert(
            fc.asyncProperty(marked, async (marks) => {
                const known = JSON.parse(JSON.stringify(marks).replaceAll("$later", "$output")) as { os?: unknown };
                const values = async (spec: unknown) =>
                    [...(await revealed(await hardened(spec)))].map(([path, { value }]) => `${path}: ${String(value)}`);
                const without = await values(plain(known));
                const within = await values(outputs(known));
                expect(within).toEqual(expect.arrayContaining(without));
                const windows = JSON.stringify(known.os ?? "").includes("windows");
                const more = [
                    ".securityContext.runAsNonRoot: true",
                    ...(windows ? [] : [".securityContext.seccompProfile.type: RuntimeDefault"]),
                ];
                expect(within.filter((each) => !without.includes(each) && !more.includes(each))).toEqual([]);
            }),
        );
    });

    test("leaves no finding of a control that fills something in, where there was only absence", async () => {
        const unsafe = /"privileged":true|CAP_SYS_ADMIN|KILL|windows|:false|"runAsUser":0|Unconfined|"\w+":true/;
        const safeOrAbsent = podSpec.filter((spec) => !unsafe.test(JSON.stringify(spec)));
        await fc.assert(
            fc.asyncProperty(safeOrAbsent, async (spec) => {
                expect(findings("kubernetes:core/v1:Pod", { spec: (await hardened(spec)) as object })).toEqual([]);
            }),
        );
    });
});

describe("the transform", () => {
    const pod = { containers: [{ name: "app", image: "nginx" }] };
    const inside = (path: string[], value: object): object =>
        path.reduceRight<object>((child, key) => ({ [key]: child }), value);

    test.each(
        Object.entries(podKinds).flatMap(([kind, { groups, template }]) =>
            groups.map((g) => [kind, g, template] as const),
        ),
    )("hardens a %s of the group %j, and the items of its list", async (kind, group, template) => {
        const type = (suffix: string) => `kubernetes:${group === "" ? "core" : group}/v1:${kind}${suffix}`;
        const object = inside([...template, "spec"], pod);
        const expected = inside([...template, "spec"], harden(pod));
        expect(await transformed(type(""), object)).toEqual(expected);
        expect(await transformed(type("List"), { items: [object] })).toEqual({ items: [expected] });
        // A patch leaves to others what it does not say.
        expect(await transformed(type("Patch"), object)).toBeUndefined();
    });

    test.each([
        {},
        { metadata: { name: "shop" } },
        { metadata: { name: "shop", labels: { team: "a" }, annotations: null } },
    ])("labels a namespace %j", async (namespace) => {
        const props = await transformed("kubernetes:core/v1:Namespace", namespace);
        expect(props).toMatchObject({ metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } });
        expect(findings("kubernetes:core/v1:Namespace", props ?? {})).toEqual([]);
        expect(await transformed("kubernetes:core/v1:Namespace", props ?? {})).toBeUndefined();
    });

    test("leaves alone what no control has a safe value for", async () => {
        expect(await transformed("kubernetes:core/v1:ConfigMap", { data: { a: "b" } })).toBeUndefined();
        expect(await transformed("random:index/randomId:RandomId", { byteLength: pulumi.output(2) })).toBeUndefined();
    });

    test("keeps what is a value in itself: outputs in which nothing is missing, files and resources", async () => {
        const image = pulumi.output("nginx");
        const file = new pulumi.asset.StringAsset("text");
        const props = await transformed("kubernetes:core/v1:Pod", { spec: { containers: [{ image }] }, file });
        expect(props?.file).toBe(file);
        expect((props?.spec as { containers: { image: unknown }[] }).containers[0]?.image).toBe(image);
    });

    test("fills in what the engine has marked as secret, and what it has marked as unknown stays so", async () => {
        const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
        const spec = { containers: [{ name: "app", image: pulumi.unknown }] };
        const props = await transformed("kubernetes:core/v1:Pod", { spec: { ...mark, value: spec } });
        expect(props).toMatchObject({
            spec: { ...mark, value: { ...spec, securityContext: { runAsNonRoot: true } } },
        });
    });

    test("leaves a container valid that is privileged: the API server refuses it without privilege escalation", () => {
        const containers = [{ name: "app", securityContext: { privileged: true } }];
        expect(harden({ containers }).containers).toEqual([
            {
                name: "app",
                securityContext: { privileged: true, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
            },
        ]);
    });

    test("leaves out the controls that it is told to", async () => {
        const except = ["read-only-root-filesystem", "drop-all-capabilities"];
        const props = await transformed("kubernetes:core/v1:Pod", { spec: pod }, except);
        expect(props?.spec).toMatchObject({ containers: [{ securityContext: { allowPrivilegeEscalation: false } }] });
        expect(JSON.stringify(props)).not.toMatch(/readOnlyRootFilesystem|capabilities/);
    });

    test.each([
        [
            "readonly-root-filesystem",
            'there is no control "readonly-root-filesystem" (did you mean read-only-root-filesystem?)',
        ],
        ["no-privileged", "no-privileged fills nothing in, so it cannot be left out"],
    ])("refuses to leave out %s", (id, sentence) => {
        expect(() => hardeningTransform({ except: [id] })).toThrow(`hardeningTransform: ${sentence}`);
    });

    test("survives odd input", async () => {
        const odd = fc.oneof(fc.anything({ withBigInt: false }), podSpec.chain(wrapped).map(outputs));
        const types = fc.constantFrom(
            "kubernetes:core/v1:Pod",
            "kubernetes:apps/v1:Deployment",
            "kubernetes:core/v1:NamespaceList",
        );
        await fc.assert(
            fc.asyncProperty(types, odd, odd, async (type, spec, metadata) => {
                await transformed(type, { spec, metadata, items: [spec, metadata] });
            }),
        );
    });
});
