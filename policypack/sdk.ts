/**
 * Everything that leans on the inside of @pulumi/policy 1.21, in one place. test/sdk.test.ts fails when the SDK changes:
 * without these hooks the pack still judges, but with default settings, and what does not apply counts as passed.
 */
import * as deserialize from "@pulumi/policy/deserialize";
import * as protoutil from "@pulumi/policy/protoutil";
import {
    AnalyzeResponse,
    ConfigureAnalyzerRequest,
    PolicyNotApplicable,
    type EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Value, type Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Level } from "./control";
import { mark, markTexts, tellingTexts } from "./marks";
import type { Data } from "./resource";
import type { Configuration } from "./settings";
import { sentinels } from "./unknown";

const { convertEnforcementLevel } = protoutil as unknown as {
    convertEnforcementLevel: (level: EnforcementLevel) => Level | "remediate";
};
type Deserialize = (struct: Struct, wrapSecrets: boolean) => Data;

/** Makes the SDK decode properties with the function below. */
export function decodeWithMarks(): void {
    const original = (deserialize as unknown as { deserializeProperties: Deserialize }).deserializeProperties;
    // A remediation gets secrets wrapped, as it hands them back.
    const own: Deserialize = (struct, wrapSecrets) => (wrapSecrets ? original(struct, wrapSecrets) : decode(struct));
    Object.assign(deserialize, { deserializeProperties: own });
    decodeDeep();
}

let decodesDeep = false;

/** Makes values that are nested too deep for the decoder not known, where they would fail the request. */
function decodeDeep(): void {
    if (decodesDeep) return;
    decodesDeep = true;
    const original = Value.deserializeBinaryFromReader.bind(Value);
    Value.deserializeBinaryFromReader = (value, reader) => {
        try {
            return original(value, reader);
        } catch (error) {
            // The stack is full. Where it is so for this, too, the value around this one is not known.
            if (!(error instanceof RangeError)) throw error;
            value.setStringValue(sentinels.object);
            return value;
        }
    };
}

/**
 * Plain data. Not the SDK's: that drops the marks of secrets before anybody sees them, and throws at some values, such as
 * an asset without text, which must not end the deployment.
 */
export function decode(struct: Struct): Data {
    const found: string[] = [];
    const props = reveal(struct.toJavaScript(), found, false) as Data;
    markTexts(props, found);
    return props;
}

/** What a value is without its secret marks, which are written down. In place: the value is nobody else's yet. */
function reveal(value: unknown, found: string[], secret: boolean): unknown {
    if (secret) found.push(...tellingTexts(value));
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Data;
    if (fields[specialSigKey] === specialSecretSig) return reveal(fields.value, found, true);
    for (const [key, child] of Object.entries(fields)) {
        const plain = reveal(child, found, secret);
        if (plain !== child) fields[key] = plain;
        if (secret || plain !== child) mark(fields, key);
        if (secret && !Array.isArray(value)) found.push(...tellingTexts(undefined, key));
    }
    return value;
}

/** Hands over the configuration of all policies together; the SDK gives each policy only its own. */
export function onConfiguration(receive: (configuration: Configuration) => void): void {
    const original = ConfigureAnalyzerRequest.deserializeBinary.bind(ConfigureAnalyzerRequest);
    ConfigureAnalyzerRequest.deserializeBinary = (bytes) => {
        const request = original(bytes);
        const map = request.getPolicyconfigMap();
        // The request's own, as decoding the request calls the general one for each entry.
        request.getPolicyconfigMap = () => {
            try {
                receive(configurationIn(map));
            } catch (error) {
                // The SDK shows users the stack.
                if (error instanceof Error) error.stack = error.message;
                throw error;
            }
            return map;
        };
        return request;
    };
}

function configurationIn(map: ReturnType<ConfigureAnalyzerRequest["getPolicyconfigMap"]>): Configuration {
    return new Map(
        [...map.entries()].map(([name, config]) => {
            const level = convertEnforcementLevel(config.getEnforcementlevel());
            return [name, { level, properties: config.getProperties()?.toJavaScript() ?? {} }];
        }),
    );
}

/** The properties behind the SDK's proxy, which throws at values that are not known yet. */
export function behindProxy(props: Data): Data {
    return (props.__getSpecialProxyTarget as Data | undefined) ?? props;
}

/** Ends a policy with the names of policies that do not apply, among which there is not itself. */
export function withoutApplying(args: { notApplicable(reason?: string): never }, names: readonly string[]): never {
    return args.notApplicable(names.join("\n"));
}

/** Of each list of policies that do not apply, its part of a response; there are as many as there are kinds of resources. */
const encoded = new Map<string, Uint8Array>();

function encode(reason: string): Uint8Array {
    let bytes = encoded.get(reason);
    if (bytes === undefined) {
        const response = new AnalyzeResponse();
        const names = reason.split("\n").map((name) => {
            const policy = new PolicyNotApplicable();
            policy.setPolicyName(name);
            return policy;
        });
        response.setNotApplicableList(names);
        bytes = response.serializeBinary();
        encoded.set(reason, bytes);
    }
    return bytes;
}

type MakeResponse = (diagnostics: object[], notApplicable?: PolicyNotApplicable[]) => AnalyzeResponse;

/** Makes responses name the policies that do not apply one by one, encoded once for all resources alike. */
export function nameNotApplicable(): void {
    const hooked = protoutil as unknown as { makeAnalyzeResponse: MakeResponse };
    const original = hooked.makeAnalyzeResponse;
    hooked.makeAnalyzeResponse = (diagnostics, [only] = []) => {
        const response = original(diagnostics);
        if (only === undefined) return response;
        const rest = encode(only.getReason());
        const serialize = response.serializeBinary.bind(response);
        // Messages of protobuf one after the other are one message.
        response.serializeBinary = () => Buffer.concat([serialize(), rest]);
        return response;
    };
}
