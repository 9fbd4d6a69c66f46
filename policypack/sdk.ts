/**
 * Everything that leans on the inside of @pulumi/policy 1.21, in one place. test/sdk.test.ts fails when the SDK changes:
 * without these hooks the pack still judges, only more slowly, and with default settings.
 */
import * as deserialize from "@pulumi/policy/deserialize";
import { ConfigureAnalyzerRequest, EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
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
            props = decode(original, struct);
            decoded.set(struct, props);
        }
        return props;
    };
    Object.assign(deserialize, { deserializeProperties: once });
}

/** The SDK refuses some values, such as an asset without text; they must not end the deployment. */
function decode(original: Deserialize, struct: Struct): Data {
    try {
        return original(struct, false);
    } catch {
        return struct.toJavaScript();
    }
}

/** Hands over the configuration of all policies together; the SDK gives each policy only its own. */
export function onConfiguration(receive: (configuration: Configuration) => void): void {
    const prototype = ConfigureAnalyzerRequest.prototype;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
    const original = prototype.getPolicyconfigMap;
    prototype.getPolicyconfigMap = function (this: ConfigureAnalyzerRequest) {
        const map = original.call(this);
        const configuration = new Map<string, { disabled: boolean; properties: Data }>();
        for (const [name, config] of map.entries()) {
            const properties = (config.getProperties()?.toJavaScript() ?? {}) as Data;
            configuration.set(name, {
                disabled: config.getEnforcementlevel() === EnforcementLevel.DISABLED,
                properties,
            });
        }
        receive(configuration);
        return map;
    };
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
