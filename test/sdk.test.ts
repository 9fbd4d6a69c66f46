/** Guards each hook into @pulumi/policy: when the SDK changes inside, this fails, not the pack's speed or settings. */
import type { Policies, ResourceValidationPolicy } from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize";
import * as protoutil from "@pulumi/policy/protoutil";
import * as proxy from "@pulumi/policy/proxy";
import * as server from "@pulumi/policy/server";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { BinaryWriter } from "google-protobuf";
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { secretsIn } from "hardened-containers-policies/marks";
import type { Data } from "hardened-containers-policies/resource";
import { behindProxy, decodeWithMarks, nameNotApplicable, withoutApplying } from "hardened-containers-policies/sdk";
import { hasUnknown, sentinels } from "hardened-containers-policies/unknown";
import { secret } from "./analyzer";

type Rpc = (call: object, callback: (error: Error | null, response?: proto.AnalyzeResponse) => void) => Promise<void>;
type MakeRpc = (name: string, version: string, level: string, policies: Policies) => Rpc;
const rpcs = server as unknown as Record<
    "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun" | "makeRemediateRpcFun",
    MakeRpc
>;

const call = (make: MakeRpc, policies: Policies, request: object) =>
    new Promise<proto.AnalyzeResponse | undefined>((resolve, reject) => {
        void make(
            "pack",
            "1.0.0",
            "mandatory",
            policies,
        )({ request }, (error, response) => {
            if (error) reject(error);
            else resolve(response);
        });
    });

function fill<R extends proto.AnalyzeRequest | proto.AnalyzerResource>(request: R, props: object): R {
    request.setType("kubernetes:core/v1:Pod");
    request.setUrn("urn");
    request.setProperties(Struct.fromJavaScript(props as never));
    request.setOptions(new proto.AnalyzerResourceOptions());
    return request;
}
const requestOf = (props: object) => fill(new proto.AnalyzeRequest(), props);
const stackOf = (...all: object[]) => {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(all.map((props) => fill(new proto.AnalyzerResource(), props)));
    return request;
};

describe("properties are decoded here", () => {
    const hooked = deserialize as unknown as { deserializeProperties: (struct: Struct, secrets: boolean) => object };
    const original = hooked.deserializeProperties;
    const conversions = jest.spyOn(Struct.prototype, "toJavaScript");
    afterAll(() => {
        conversions.mockRestore();
    });
    beforeEach(() => {
        conversions.mockClear();
        seen.length = 0;
        hooked.deserializeProperties = original;
        decodeWithMarks();
    });
    afterEach(() => (hooked.deserializeProperties = original));

    const seen: Data[] = [];
    const look = (props: object): void => {
        seen.push(behindProxy(props as Data));
    };
    const policies = [
        {
            name: "looking",
            description: "",
            validateResource: ({ props }: { props: object }) => {
                look(props);
            },
            validateStack: ({ resources }: { resources: { props: object }[] }) => {
                for (const { props } of resources) look(props);
            },
        },
    ] as Policies;

    test("however deep they are; what the stack does not hold counts as not known", () => {
        let value = Value.fromJavaScript("deep").serializeBinary();
        // By hand, as the client's stack holds no more than the server's.
        const field = (number: number, bytes: Uint8Array): Uint8Array => {
            const writer = new BinaryWriter();
            writer.writeBytes(number, bytes);
            return writer.getResultBuffer();
        };
        for (let depth = 0; depth < 6000; depth += 1) value = field(6, field(1, value));
        const beside = Value.fromJavaScript({ privileged: true }).serializeBinary();
        const entry = (key: string, bytes: Uint8Array) =>
            field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, bytes)]));
        const bytes = Buffer.concat([entry("deep", value), entry("beside", beside)]);
        const props = hooked.deserializeProperties(Struct.deserializeBinary(bytes), false) as Data;
        expect(props.beside).toEqual({ privileged: true });
        expect(hasUnknown(props)).toBe(true);
    });

    test("once for a policy, of which the pack has one", async () => {
        await call(rpcs.makeAnalyzeRpcFun, policies, requestOf({ a: 1 }));
        await call(rpcs.makeAnalyzeStackRpcFun, policies, stackOf({ a: 1 }, { a: 2 }));
        expect(conversions).toHaveBeenCalledTimes(3);
        expect(seen).toEqual([{ a: 1 }, { a: 1 }, { a: 2 }]);
    });

    test("but for a remediation, which hands them back with their marks", async () => {
        const remediate = [
            {
                name: "remediating",
                description: "",
                enforcementLevel: "remediate",
                remediateResource: ({ props }: { props: object }) => props,
            },
        ] as unknown as Policies;
        const response = await call(rpcs.makeRemediateRpcFun, remediate, requestOf({ a: secret("s") }));
        const [made] = (response as unknown as proto.RemediateResponse).getRemediationsList();
        expect(made?.getProperties()?.toJavaScript()).toEqual({ a: secret("s") });
    });

    test("also those that the SDK refuses, with secrets as what they hold", async () => {
        const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "" };
        const bad = { asset, list: [{ deep: secret({ a: [secret(true), "s"] }) }] };
        await call(rpcs.makeAnalyzeRpcFun, policies, requestOf(bad));
        expect(seen[0]).toEqual({ asset, list: [{ deep: { a: [true, "s"] } }] });
        expect(secretsIn(seen[0] as Data)).toEqual(["s"]);
        hooked.deserializeProperties = original;
        await expect(call(rpcs.makeAnalyzeRpcFun, policies, requestOf(bad))).rejects.toThrow();
    });
});

describe("policies that do not apply", () => {
    const hooked = protoutil as unknown as { makeAnalyzeResponse: object };
    const original = hooked.makeAnalyzeResponse;
    beforeAll(nameNotApplicable);
    afterAll(() => (hooked.makeAnalyzeResponse = original));

    const names = (response: proto.AnalyzeResponse | undefined): string[] => {
        const bytes = response?.serializeBinary() ?? new Uint8Array();
        const sent = proto.AnalyzeResponse.deserializeBinary(bytes);
        return sent.getNotApplicableList().map((each) => each.getPolicyName());
    };

    test("are named beside what is reported, for each request its own", async () => {
        const validateResource: ResourceValidationPolicy["validateResource"] = (args, report) => {
            report(String(args.props.said));
            withoutApplying(args, args.props.names as string[]);
        };
        const policies = [{ name: "one", description: "about", validateResource }] as Policies;
        const said = async (said: string, names: string[]) =>
            call(rpcs.makeAnalyzeRpcFun, policies, requestOf({ said, names }));
        const [one, two, again] = await Promise.all([said("a", ["x", "y"]), said("b", ["z"]), said("c", ["x", "y"])]);
        expect([one, two, again].map(names)).toEqual([["x", "y"], ["z"], ["x", "y"]]);
        expect(one?.getDiagnosticsList().map((each) => each.getMessage())).toEqual(["about\na"]);
    });

    test("are none where all apply", async () => {
        const policies = [{ name: "one", description: "", validateResource: () => undefined }] as Policies;
        expect(names(await call(rpcs.makeAnalyzeRpcFun, policies, requestOf({})))).toEqual([]);
    });
});

test("the engine is told of the policies that are there when it asks", () => {
    const { makeAnalyzerInfo } = protoutil as unknown as {
        makeAnalyzerInfo: (name: string, version: string, level: string, args: object) => proto.AnalyzerInfo;
    };
    const args = { policies: [] as object[] };
    args.policies = [{ name: "later", description: "", validateResource: [] }];
    const [info] = makeAnalyzerInfo("pack", "1.0.0", "advisory", args).getPoliciesList();
    expect(info?.getName()).toBe("later");
    expect(info?.getPolicyType()).toBe(proto.PolicyType.POLICY_TYPE_RESOURCE);
});

test("behind the SDK's proxy are the properties themselves", () => {
    const props = { a: sentinels.string };
    const proxied = (proxy as unknown as { unknownCheckingProxy: (props: Data) => Data }).unknownCheckingProxy(props);
    expect(() => proxied.a).toThrow("can't be known during preview");
    expect(behindProxy(proxied)).toBe(props);
    expect(behindProxy(props)).toBe(props);
});

test("unknown values are those of the SDK", () => {
    const known = Object.entries(proxy).filter(([name]) => /^unknown\w+Value$/.test(name));
    expect(Object.values(sentinels).sort()).toEqual(known.map(([, value]) => value as string).sort());
});
