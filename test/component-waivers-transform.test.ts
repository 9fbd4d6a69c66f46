import * as pulumi from "@pulumi/pulumi";
import { hardeningTransform } from "hardened-containers";
import { until } from "./components/waived";

const prefix = "waive.hardened-containers/";

describe("the hardening transform", () => {
    const id = "read-only-root-filesystem";
    const annotated = (text: string) => ({ metadata: { annotations: { [prefix + id]: text } } });
    const spec = { containers: [{ name: "app" }, { name: "proxy" }] };
    const readOnly = async (type: string, props: object) => {
        const args = { custom: true, type, name: "it", props: props as pulumi.Inputs, opts: {} };
        const made = (await hardeningTransform()(args))?.props;
        return (JSON.stringify(made).match(/readOnlyRootFilesystem/g) ?? []).length;
    };
    test.each([
        ["nothing", 2, {}],
        ["a control for all", 0, annotated(`until=${until} reason=r`)],
        ["a control for a container", 1, annotated(`until=${until} container=app reason=r`)],
        ["without reason", 2, annotated(`until=${until}`)],
        ["what has ended", 2, annotated("until=2020-01-01 reason=r")],
        ["what cannot be read", 2, annotated("please")],
    ])("fills in what is not requested: %s", async (_, count, metadata) => {
        expect(await readOnly("kubernetes:core/v1:Pod", { ...metadata, spec })).toBe(count);
        const template = { ...metadata, spec };
        expect(await readOnly("kubernetes:apps/v1:Deployment", { spec: { template } })).toBe(count);
        expect(await readOnly("kubernetes:apps/v1:Deployment", { ...metadata, spec: { template: { spec } } })).toBe(
            count,
        );
        const items = [
            { ...metadata, spec },
            { metadata: { name: "other" }, spec },
        ];
        expect(await readOnly("kubernetes:core/v1:PodList", { items })).toBe(count + 2);
    });
});
