/** Guards each hook into @pulumi/policy: when the SDK changes inside, this fails, not the pack's speed or settings. */
import type { Policies, ResourceValidationPolicy } from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize";
import * as proxy from "@pulumi/policy/proxy";
import * as server from "@pulumi/policy/server";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Data } from "hardened-containers-policies/resource";
import { behindProxy, currentResource, decodeOnce, goOnWith, secretsIn } from "hardened-containers-policies/sdk";
import { sentinels } from "hardened-containers-policies/unknown";
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
const ten = <P>(policy: (name: string) => P): P[] => Array.from({ length: 10 }, (_, number) => policy(`p${number}`));

describe("properties are decoded once", () => {
    const hooked = deserialize as unknown as { deserializeProperties: (struct: Struct, secrets: boolean) => object };
    const original = hooked.deserializeProperties;
    const counted = jest.fn(original);
    const conversions = jest.spyOn(Struct.prototype, "toJavaScript");
    afterAll(() => {
        conversions.mockRestore();
    });
    beforeEach(() => {
        counted.mockClear();
        conversions.mockClear();
        hooked.deserializeProperties = counted;
    });
    afterEach(() => (hooked.deserializeProperties = original));

    const seen: object[] = [];
    const look = (props: object) => void seen.push(behindProxy(props as never));
    const forOne = ten((name) => ({
        name,
        description: "",
        validateResource: ({ props }: { props: object }) => {
            look(props);
        },
    })) as Policies;
    const forStack = ten((name) => ({
        name,
        description: "",
        validateStack: ({ resources }: { resources: { props: object }[] }) => {
            for (const { props } of resources) look(props);
        },
    })) as Policies;
    beforeEach(() => (seen.length = 0));

    test("without the hook the SDK decodes them for each policy", async () => {
        await call(rpcs.makeAnalyzeRpcFun, forOne, requestOf({ a: 1 }));
        expect(counted).toHaveBeenCalledTimes(10);
        await call(rpcs.makeAnalyzeStackRpcFun, forStack, stackOf({ a: 1 }, { a: 2 }));
        expect(counted).toHaveBeenCalledTimes(30);
    });

    test("of one resource", async () => {
        decodeOnce();
        await Promise.all([1, 2].map((a) => call(rpcs.makeAnalyzeRpcFun, forOne, requestOf({ a }))));
        expect(conversions).toHaveBeenCalledTimes(2);
        expect(seen).toHaveLength(20);
        expect(new Set(seen).size).toBe(2);
    });

    test("of the resources of a stack", async () => {
        decodeOnce();
        await call(rpcs.makeAnalyzeStackRpcFun, forStack, stackOf({ a: 1 }, { a: 2 }));
        expect(conversions).toHaveBeenCalledTimes(2);
        expect(seen).toHaveLength(20);
        expect(new Set(seen).size).toBe(2);
    });

    test("but for a remediation, which changes them", async () => {
        decodeOnce();
        const remediate = ten((name) => ({
            name,
            description: "",
            enforcementLevel: "remediate",
            remediateResource: ({ props }: { props: object }) => props,
        })) as unknown as Policies;
        const request = requestOf({ a: secret("s") });
        await call(rpcs.makeAnalyzeRpcFun, forOne, request);
        await call(rpcs.makeRemediateRpcFun, remediate, request);
        expect(counted.mock.calls.map(([, secrets]) => secrets)).toEqual([true]);
        expect(seen[0]).toEqual({ a: "s" });
        expect(secretsIn(seen[0] as Data)).toEqual(["s"]);
    });

    test("also those that the SDK refuses, with secrets as what they hold", async () => {
        decodeOnce();
        const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "" };
        const bad = { asset, list: [{ deep: secret({ a: [secret(true), "s"] }) }] };
        await call(rpcs.makeAnalyzeRpcFun, forOne, requestOf(bad));
        expect(seen[0]).toEqual({ asset, list: [{ deep: { a: [true, "s"] } }] });
        expect(secretsIn(seen[0] as Data)).toEqual(["s"]);
    });
});

describe("the current resource", () => {
    const resource = (name: string) => ({ type: "t", urn: name, name, props: {} });
    const seen: (string | undefined)[] = [];
    const policy = (name: string): ResourceValidationPolicy => {
        const validateResource: ResourceValidationPolicy["validateResource"] = ({ props }) => {
            seen.push(currentResource()?.name);
            return goOnWith(resource(String(props.name)));
        };
        Object.defineProperty(validateResource, "__pulumiType", {
            get: () => {
                // Only the first and the last policy look at the resource themselves.
                seen.push(currentResource()?.name);
                return name === "p0" || name === "p9" ? undefined : "another type";
            },
        });
        return { name, description: "", validateResource };
    };

    test("is the one of the request from the second policy on, however requests overlap", async () => {
        const requests = ["a", "b"].map((name) => call(rpcs.makeAnalyzeRpcFun, ten(policy), requestOf({ name })));
        expect(currentResource()).toBeUndefined();
        await Promise.all(requests);
        // p0 is asked for its type and runs; p1 to p9 are asked, and p9 runs.
        const rest = (name: string) => Array.from({ length: 10 }, () => name);
        expect(seen).toEqual([undefined, undefined, undefined, undefined, ...rest("a"), ...rest("b")]);
        expect(currentResource()).toBeUndefined();
    });

    test("ends also where a policy fails", async () => {
        const failing: ResourceValidationPolicy = {
            name: "failing",
            description: "",
            validateResource: () => {
                throw new Error("wrong");
            },
        };
        await expect(call(rpcs.makeAnalyzeRpcFun, [policy("p0"), failing], requestOf({}))).rejects.toThrow("wrong");
        expect(currentResource()).toBeUndefined();
    });
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
