/** Guards the hook by which the pack receives its configuration from @pulumi/policy. */
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { onConfiguration } from "hardened-containers-policies/sdk";
import type { Configuration } from "hardened-containers-policies/settings";

describe("the configuration of all policies", () => {
    const configOf = (properties: object, level: keyof typeof proto.EnforcementLevel = "MANDATORY") => {
        const config = new proto.PolicyConfig();
        config.setProperties(Struct.fromJavaScript(properties as never));
        config.setEnforcementlevel(proto.EnforcementLevel[level]);
        return config;
    };
    const bytesOf = (name: string, config: proto.PolicyConfig) => {
        const request = new proto.ConfigureAnalyzerRequest();
        request.getPolicyconfigMap().set(name, config);
        return request.serializeBinary();
    };
    // In the engine's messages the order is any: here the settings come first.
    const bytes = Buffer.concat([
        bytesOf("settings", configOf({ kubernetesVersion: "1.35" }, "DISABLED")),
        bytesOf("other", configOf({}, "DISABLED")),
        bytesOf("another", configOf({ a: { b: [1] } })),
    ]);
    const received: Configuration[] = [];
    let fault: Error | undefined;
    const original = proto.ConfigureAnalyzerRequest.deserializeBinary.bind(proto.ConfigureAnalyzerRequest);
    beforeAll(() => {
        onConfiguration((configuration) => {
            received.push(configuration);
            if (fault) throw fault;
        });
    });
    afterAll(() => (proto.ConfigureAnalyzerRequest.deserializeBinary = original));
    /** What the SDK does with a request of the engine (server.js, `configure`). */
    const configure = () => [...proto.ConfigureAnalyzerRequest.deserializeBinary(bytes).getPolicyconfigMap().entries()];

    test("is received once, whole", () => {
        configure();
        expect(received).toEqual([
            new Map([
                ["settings", { level: "disabled", properties: { kubernetesVersion: "1.35" } }],
                ["other", { level: "disabled", properties: {} }],
                ["another", { level: "mandatory", properties: { a: { b: [1] } } }],
            ]),
        ]);
    });

    test("leaves the SDK's own as it was", () => {
        expect(configure().map(([name]) => name)).toEqual(["another", "other", "settings"]);
    });

    test("is refused with the message alone, as the SDK shows users the stack", () => {
        fault = new Error("It is wrong.");
        expect(configure).toThrow(fault);
        expect(fault.stack).toBe("It is wrong.");
    });
});
