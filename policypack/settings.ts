import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Level, PodSecurityLevel } from "./control";
import { defaultStandards } from "./judge";
import { minorVersions } from "./versions";

/** JSON schema of the settings of the whole pack: the configuration of the policy `settings`. */
export const schema: PolicyConfigSchema["properties"] = {
    kubernetesVersion: {
        type: "string",
        description:
            "Kubernetes version of the clusters (`1.35`) or a range of them (`1.33 - 1.35`), by which pods are judged. Default: every minor version that upstream supports.",
    },
    podSecurityLevel: {
        type: "string",
        enum: ["restricted", "baseline"],
        default: "restricted",
        description: "Level of the Pod Security Standards that pods and namespaces are held to.",
    },
};

/** Configuration of the pack as the SDK receives it, by policy name. */
export type Configuration = ReadonlyMap<string, { level: Level | "remediate"; properties: Record<string, unknown> }>;

/** The settings of the whole pack. */
export interface Settings {
    /** The level of the Pod Security Standards that pods and namespaces are held to. */
    level: PodSecurityLevel;
    /** The minor versions of Kubernetes by which pods are judged, where the program declares none. */
    versions: readonly number[] | undefined;
}

/**
 * Reads the settings from the configuration of the whole pack.
 * @throws an error that names the policy or setting that does not exist, or whose value is of no use
 */
export function readSettings(configuration: Configuration, policies: readonly string[]): Settings {
    const noSettings = { type: "object", additionalProperties: false };
    const validator = new Validator(
        {
            properties: {
                ...Object.fromEntries(["all", ...policies].map((name) => [name, noSettings])),
                settings: { type: "object", properties: schema as Schema, additionalProperties: false },
            },
            additionalProperties: false,
        },
        "2020-12",
        false,
    );
    const properties = Object.fromEntries([...configuration].map(([name, each]) => [name, each.properties]));
    const faults = validator.validate(properties).errors.flatMap(fault);
    const { kubernetesVersion, podSecurityLevel } = (properties.settings ?? {}) as {
        kubernetesVersion?: string;
        podSecurityLevel?: PodSecurityLevel;
    };
    const versions = typeof kubernetesVersion === "string" ? minorVersions(kubernetesVersion) : undefined;
    if (typeof kubernetesVersion === "string" && versions === undefined) {
        const found = JSON.stringify(kubernetesVersion);
        faults.push(
            `settings.kubernetesVersion: ${found} is neither a version, as "1.35", nor a range, as "1.33 - 1.35"`,
        );
    }
    if (faults.length > 0) throw new Error(`The configuration of the policy pack is not valid. ${faults.join(". ")}.`);
    return { level: podSecurityLevel ?? defaultStandards.level, versions };
}

/** A sentence for each innermost error; the outer ones only say that there is an inner one. */
function fault({ instanceLocation, keyword, error }: OutputUnit): string[] {
    const [policy = "", ...setting] = instanceLocation.split("/").slice(1);
    if (keyword === "properties" || keyword === "additionalProperties") return [];
    if (keyword !== "false") return [`${[policy, ...setting].join(".")}: ${error.replace(/\.$/, "")}`];
    return [setting.length === 0 ? `There is no policy ${policy}` : `${policy} has no setting ${setting.join(".")}`];
}
