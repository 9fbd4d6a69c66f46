import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { harden, hardeningTransform } from "hardened-containers";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { podKinds } from "hardened-containers-policies/subjects/pod-kinds";
import { podSpec, revealed, wrapped, type Leaf } from "./hardening/pods";

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
        return result === undefined ? spec : result.spec;
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

describe.each(Object.entries(hardenedBy))("%s", (_, hardened) => {
    test("keeps each value that is set, as known and as secret as it was", async () => {
        await fc.assert(
            fc.asyncProperty(podSpec.chain(wrapped), async (spec) => {
                const before = await revealed(spec);
                const after = await revealed(await hardened(spec));
                for (const [path, leaf] of before) expect([path, after.get(path)]).toEqual([path, leaf]);
            }),
        );
    });

    test("changes nothing the second time, and never its argument", async () => {
        await fc.assert(
            fc.asyncProperty(podSpec.chain(wrapped), async (spec) => {
                const before = await revealed(spec);
                const once = await hardened(spec);
                expect(await revealed(spec)).toEqual(before);
                expect(await revealed(await hardened(once))).toEqual(await revealed(once));
            }),
        );
    });

    test("fills what is absent as if there were no outputs, once all is known", async () => {
        await fc.assert(
            fc.asyncProperty(podSpec, fc.infiniteStream(fc.boolean()), async (spec, inside) => {
                const outputs = (value: unknown): unknown => {
                    if (typeof value !== "object" || value === null) return output(value);
                    const copy = Array.isArray(value)
                        ? value.map(outputs)
                        : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, outputs(child)]));
                    return output(copy);
                };
                const output = (value: unknown) => (inside.next().value === true ? pulumi.output(value) : value);
                const known = (leaves: Map<string, Leaf>) =>
                    [...leaves].map(([path, { value }]) => [path, value]).sort();
                const plain = known(await revealed(await hardened(spec)));
                expect(known(await revealed(await hardened(outputs(spec))))).toEqual(plain);
            }),
        );
    });

    test("leaves no finding of a control that fills something in, where there was only absence", async () => {
        const safeOrAbsent = podSpec.filter((spec) => {
            const full = JSON.stringify(spec);
            return !/"privileged":true|ALLOW|"windows"|false|"runAsUser":0|Unconfined/.test(full);
        });
        await fc.assert(
            fc.asyncProperty(safeOrAbsent, async (spec) => {
                expect(findings("kubernetes:core/v1:Pod", { spec: (await hardened(spec)) as object })).toEqual([]);
            }),
        );
    });
});
