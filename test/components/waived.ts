import fc from "fast-check";
import type { DeploymentArgs, WaiverArgs } from "hardened-containers";
import type { Fields } from "./values";

const image = `app@sha256:${"0".repeat(64)}`;
export const least: DeploymentArgs = { namespace: "shop", image, memory: "64Mi" };
export const proxy = { name: "proxy", image, memory: "64Mi" };

/** No exception is needed where all is well, and one that is not needed is refused. */
export const waivable: Fields = { waivers: fc.constant([]) };
const waiver: Fields = Object.fromEntries(
    ["control", "until", "reason", "by", "container"].map((field) => [field, fc.constant(field)]),
);
export const waivableInterfaces: Record<string, Fields> = { WaiverArgs: waiver, WaivableArgs: waivable };

/** Long after these tests: they do not depend on the day. */
export const until = "2999-12-31";
export const waive = (control: string, more: Partial<WaiverArgs> = {}): WaiverArgs => ({
    control,
    until,
    reason: "vendor image",
    ...more,
});
export const waivers = (...all: unknown[]) => ({ waivers: all });
export const pod = (fields: object) => ({ override: { spec: { template: { spec: fields } } } });
export const container = (name: string, fields: object) => pod({ containers: [{ name, ...fields }] });
export const privileged = { securityContext: { privileged: true } };
