/**
 * Everything that leans on the inside of @pulumi/policy 1.21, in one place. test/sdk.test.ts fails when the SDK changes:
 * without these hooks the pack still judges, only more slowly and with default settings.
 */
import * as deserialize from "@pulumi/policy/deserialize";
import { ConfigureAnalyzerRequest, EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Data, Resource } from "./resource";
import type { Configuration } from "./settings";

type Deserialize = (struct: Struct, proxySecrets: boolean) => Data;

/** Makes the SDK decode the properties of a request once, not once a policy. */
export function decodeOnce(): void {
    const original = (deserialize as unknown as { deserializeProperties: Deserialize }).deserializeProperties;
    const decoded = new WeakMap<Struct, Data>();
    const once: Deserialize = (struct, proxySecrets) => {
        // A remediation gets secrets wrapped and changes what it gets: never from the cache.
        if (proxySecrets) return original(struct, proxySecrets);
        let props = decoded.get(struct);
        if (props === undefined) {
            props = decode(struct);
            decoded.set(struct, props);
        }
        return props;
    };
    Object.assign(deserialize, { deserializeProperties: once });
}

const secrets = new WeakMap<Data, readonly string[]>();

/** The texts in decoded properties that arrived with Pulumi's secret mark, which no message may hold. */
export function secretsIn(props: Data): readonly string[] {
    return secrets.get(props) ?? [];
}

/**
 * Plain data. Not the SDK's: that drops the marks of secrets before anybody sees them, and throws at some values, such as
 * an asset without text, which must not end the deployment.
 */
function decode(struct: Struct): Data {
    const found: string[] = [];
    const props = reveal(struct.toJavaScript(), found, false) as Data;
    secrets.set(props, found);
    return props;
}

/** What a value is without its secret marks. Takes them off in place: the value is nobody else's yet. */
function reveal(value: unknown, found: string[], secret: boolean): unknown {
    if (typeof value === "string" && secret) found.push(value);
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Data;
    if (fields[specialSigKey] === specialSecretSig) return reveal(fields.value, found, true);
    for (const [key, child] of Object.entries(fields)) {
        const plain = reveal(child, found, secret);
        if (plain !== child) fields[key] = plain;
    }
    return value;
}

/**
 * Hands over the configuration of all policies together; the SDK gives each policy only its own. The policy `always`
 * stays switched on whatever the configuration says.
 */
export function onConfiguration(always: string, receive: (configuration: Configuration) => void): void {
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
            map.del(always);
            return map;
        };
        return request;
    };
}

function configurationIn(map: ReturnType<ConfigureAnalyzerRequest["getPolicyconfigMap"]>): Configuration {
    return new Map(
        [...map.entries()].map(([name, config]) => {
            const disabled = config.getEnforcementlevel() === EnforcementLevel.DISABLED;
            return [name, { disabled, properties: config.getProperties()?.toJavaScript() ?? {} }];
        }),
    );
}

/** The properties behind the SDK's proxy, which throws at values that are not known yet. */
export function behindProxy(props: Data): Data {
    return (props.__getSpecialProxyTarget as Data | undefined) ?? props;
}

let current: Resource | undefined;

/** The resource that the SDK is looking at, while it goes from one policy to the next. */
export function currentResource(): Resource | undefined {
    return current;
}

/**
 * What a policy returns so that the SDK's next steps, up to the next policy that it runs, happen with the resource
 * current. Requests may overlap, so the resource is current within these very steps only.
 */
export function goOnWith(resource: Resource): Promise<void> {
    const promise = Promise.resolve();
    promise.then = ((go: (value: unknown) => unknown, fail?: (reason: unknown) => unknown) =>
        Promise.prototype.then.call(
            Promise.resolve(),
            () => {
                current = resource;
                try {
                    return go(undefined);
                } finally {
                    current = undefined;
                }
            },
            fail,
        )) as typeof promise.then;
    return promise;
}
