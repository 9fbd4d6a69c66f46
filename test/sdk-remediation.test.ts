/** Guards the hooks of remediation into @pulumi/policy: when the SDK changes inside, this fails, not what is deployed. */
import * as deserialize from "@pulumi/policy/deserialize";
import * as protoutil from "@pulumi/policy/protoutil";
import * as server from "@pulumi/policy/server";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { signature, type Leaf } from "hardened-containers-policies/leaves";
import type { Data } from "hardened-containers-policies/resource";
import { decodeWithMarks } from "hardened-containers-policies/sdk";
import { answer, propsToRemediate, remediateOnWire, type Remedied } from "hardened-containers-policies/sdk-remediation";
import { setOnWire } from "hardened-containers-policies/wire";
import { secret } from "./analyzer";

type Rpc = (call: object, callback: (error: Error | null, response?: proto.RemediateResponse) => void) => Promise<void>;
type MakeRpc = (name: string, version: string, level: string, policies: object[]) => Rpc;
const { makeRemediateRpcFun } = server as unknown as { makeRemediateRpcFun: MakeRpc };

const remediateBy = (remediateResource: (args: { props: Data }) => unknown, props: object) =>
    new Promise<proto.Remediation[]>((resolve, reject) => {
        const request = new proto.AnalyzeRequest();
        request.setType("kubernetes:core/v1:Pod");
        request.setProperties(Struct.fromJavaScript(props as never));
        request.setOptions(new proto.AnalyzerResourceOptions());
        // As it comes over the wire.
        const call = { request: proto.AnalyzeRequest.deserializeBinary(request.serializeBinary()) };
        const policy = { name: "one", description: "about", enforcementLevel: "remediate", remediateResource };
        void makeRemediateRpcFun("pack", "1.0.0", "mandatory", [policy])(call, (error, response) => {
            if (error) reject(error);
            else if (response === undefined) resolve([]);
            else resolve(proto.RemediateResponse.deserializeBinary(response.serializeBinary()).getRemediationsList());
        });
    });

const archive = {
    [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
    assets: { a: { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "" } },
};
const by = (name: string, ...leaves: Leaf[]): Remedied => ({ name, description: `about ${name}`, leaves });

describe("a remediation", () => {
    const originals = { ...deserialize };
    const { makeRemediateResponse } = protoutil as unknown as { makeRemediateResponse: object };
    const conversions = jest.spyOn(Struct.prototype, "toJavaScript");
    beforeAll(() => {
        decodeWithMarks();
        remediateOnWire();
    });
    beforeEach(() => {
        conversions.mockClear();
    });
    afterAll(() => {
        conversions.mockRestore();
        Object.assign(deserialize, originals);
        Object.assign(protoutil, { makeRemediateResponse });
    });

    test("of nothing decodes nothing", async () => {
        expect(await remediateBy(() => undefined, { a: secret("s") })).toEqual([]);
        expect(await remediateBy(({ props }) => answer(props, []), { a: secret("s") })).toEqual([]);
        expect(conversions).not.toHaveBeenCalled();
    });

    test("reads plain data, also what the SDK refuses", async () => {
        const seen: Data[] = [];
        const look = ({ props }: { props: Data }) => void seen.push(propsToRemediate(props));
        await remediateBy(look, { a: secret("s"), archive });
        expect(seen).toEqual([{ a: "s", archive }]);
    });

    test("is told in the name of each policy, each with what the ones before have set", async () => {
        const first = by("first", { place: ["b"], value: 2 });
        const second = by("second", { place: ["c", "d"], value: true }, { place: ["a"], value: "t" });
        const made = await remediateBy(({ props }) => answer(props, [first, second]), { a: secret("s"), archive });
        expect(
            made.map((each) => [
                each.getPolicyname(),
                each.getDescription(),
                `${each.getPolicypackname()}@${each.getPolicypackversion()}`,
                each.getProperties()?.toJavaScript(),
            ]),
        ).toEqual([
            ["first", "about first", "pack@1.0.0", { a: secret("s"), archive, b: 2 }],
            ["second", "about second", "pack@1.0.0", { a: secret("t"), archive, b: 2, c: { d: true } }],
        ]);
    });

    test("of several requests at once each gets its own", async () => {
        const values = ["x", "y", "z"];
        const made = await Promise.all(
            values.map((value) =>
                remediateBy(({ props }) => answer(props, [by("one", { place: ["a"], value })]), { a: "", b: value }),
            ),
        );
        const props = made.map(([each]) => each?.getProperties()?.toJavaScript());
        expect(props).toEqual(values.map((value) => ({ a: value, b: value })));
    });
});

test("the SDK's own remediation loses archives, which is what the hooks are for", async () => {
    const whole = { [signature]: archive[signature], assets: { a: { ...archive.assets.a, text: "a" } } };
    const [made] = await remediateBy(({ props }) => props, { archive: whole });
    // When this fails, the SDK has learnt to write what it reads.
    expect(made?.getProperties()?.toJavaScript()).not.toEqual({ archive: whole });
});

test("the key that marks special values is the SDK's", () => {
    expect(signature).toBe(specialSigKey);
});

describe("on the wire", () => {
    const set = (props: object, ...leaves: Leaf[]) => {
        const struct = Struct.deserializeBinary(Struct.fromJavaScript(props as never).serializeBinary());
        for (const leaf of leaves) setOnWire(struct, leaf);
        return Struct.deserializeBinary(struct.serializeBinary());
    };

    test("nothing but the leaf differs, to the byte", () => {
        const props = {
            zero: -0,
            nan: NaN,
            list: [null, archive, secret({ a: [1] })],
            ["__proto__x"]: {},
            leaf: "before",
        };
        const bytes = (it: object) => Buffer.from(Struct.fromJavaScript(it as never).serializeBinary()).toString("hex");
        const made = Buffer.from(set(props, { place: ["leaf"], value: "after" }).serializeBinary()).toString("hex");
        expect(made).toBe(bytes({ ...props, leaf: "after" }));
    });

    test("a name of prototypes stays, though JavaScript would lose it", () => {
        const struct = Struct.fromJavaScript({ a: 1 });
        struct.getFieldsMap().set(
            "__proto__",
            Struct.fromJavaScript({ it: { b: 2 } })
                .getFieldsMap()
                .get("it") as never,
        );
        setOnWire(struct, { place: ["a"], value: 2 });
        expect(struct.getFieldsMap().get("__proto__")?.getStructValue()?.toJavaScript()).toEqual({ b: 2 });
    });

    test.each<[string, object, Leaf, object]>([
        ["in an object", { a: {} }, { place: ["a", "b"], value: [1] }, { a: { b: [1] } }],
        ["in nothing", {}, { place: ["a", "b", "c"], value: true }, { a: { b: { c: true } } }],
        ["in null", { a: null }, { place: ["a", "b"], value: true }, { a: { b: true } }],
        ["in a list", { a: [1, 2] }, { place: ["a", 1], value: 3 }, { a: [1, 3] }],
        ["at the end of a list", { a: [1] }, { place: ["a", 1], value: 2 }, { a: [1, 2] }],
        ["in a secret", { a: secret({}) }, { place: ["a", "b"], value: 1 }, { a: secret({ b: 1 }) }],
        [
            "in secrets in secrets",
            { a: secret(secret([secret(1)])) },
            { place: ["a", 0], value: 2 },
            { a: secret(secret([secret(2)])) },
        ],
        [
            "in a secret that holds nothing",
            { a: secret(null) },
            { place: ["a", "b"], value: 1 },
            { a: secret({ b: 1 }) },
        ],
    ])("a value is set %s", (_, props, leaf, expected) => {
        expect(set(props, leaf).toJavaScript()).toEqual(expected);
    });
});
