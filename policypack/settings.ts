import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Control, Level, PodSecurityLevel } from "./control";
import type { Grant } from "./grants";
import { defaultStandards } from "./judge";
import { minorVersions } from "./versions";

const text = { type: "string", minLength: 1 } as const;
const pattern = (what: string) => ({ ...text, description: `${what}; \`*\` stands for any text.` });
const unknownsSchema = (of: string) => ({
    type: "string" as const,
    enum: ["advisory", "mandatory", "ignore"],
    default: "advisory",
    description: `How ${of} that hang on a value which is not known yet are reported, never above the control's own level.`,
});

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
    namespaces: {
        type: "array",
        default: [],
        description:
            "Namespaces of the platform, whose pods are held to another level of the Pod Security Standards, as their label would. Of several that match, the first counts.",
        items: {
            type: "object",
            additionalProperties: false,
            required: ["pattern", "level", "reason", "by"],
            properties: {
                pattern: pattern("Name of the namespace"),
                level: { type: "string", enum: ["privileged", "baseline", "restricted"] },
                reason: text,
                by: text,
            },
        },
    },
    unknowns: unknownsSchema("findings"),
    stackUnknowns: unknownsSchema("findings of controls over the whole stack"),
    waivers: {
        type: "string",
        enum: ["granted", "requested", "none"],
        default: "granted",
        description:
            "Which waivers take effect: those that are granted here, also those that resources request (not from critical controls), or none.",
    },
    grants: {
        type: "array",
        default: [],
        description:
            "Waivers that the platform grants. Each says from which control, where, why, until when and by whom.",
        items: {
            type: "object",
            additionalProperties: false,
            required: ["control", "resource"],
            properties: {
                control: { ...text, description: "Id of the control." },
                project: pattern("Pulumi project"),
                stack: pattern("Pulumi stack"),
                resource: pattern(
                    "Pulumi's name of the resource, or type and name as `kubernetes:apps/v1:Deployment::web`",
                ),
                namespace: pattern("Namespace of the Kubernetes object"),
                container: pattern("Name of the container"),
                image: pattern("Image of the container"),
                reason: text,
                until: { ...text, description: "Last day, as `2027-03-31` (UTC)." },
                by: { ...text, description: "Who answers for it." },
            },
        },
    },
    maxWaiverDays: {
        type: "integer",
        minimum: 1,
        default: 365,
        description: "How many days from today a waiver may last.",
    },
    baseline: {
        type: "object",
        default: {},
        description:
            "Findings that existed when the pack was introduced: of each control the URNs of resources. They are reported as advisory.",
        additionalProperties: { type: "array", items: text },
    },
};

/** Configuration of the pack as the SDK receives it, by policy name. */
export type Configuration = ReadonlyMap<string, { level: Level | "remediate"; properties: Record<string, unknown> }>;

/** How what cannot be decided is reported. */
export type Unknowns = "advisory" | "mandatory" | "ignore";

/** Namespaces that are held to a level of their own. */
export interface NamespaceLevel {
    pattern: string;
    level: PodSecurityLevel;
    reason: string;
    by: string;
}

/** The settings of the whole pack. */
export interface Settings {
    /** The level of the Pod Security Standards that pods and namespaces are held to. */
    level: PodSecurityLevel;
    /** The minor versions of Kubernetes by which pods are judged, where the program declares none. */
    versions: readonly number[] | undefined;
    namespaces: readonly NamespaceLevel[];
    unknowns: Unknowns;
    stackUnknowns: Unknowns;
    waivers: "granted" | "requested" | "none";
    grants: readonly Grant[];
    maxWaiverDays: number;
    /** By control, the URNs of resources whose findings are known. */
    baseline: Readonly<Record<string, readonly string[]>>;
    /** What is wrong with the configuration: a sentence for each setting that was left at its default for that. */
    faults: readonly string[];
}

interface Given extends Omit<Partial<Settings>, "level" | "versions" | "faults"> {
    kubernetesVersion?: string;
    podSecurityLevel?: PodSecurityLevel;
}

/** Reads the settings from the configuration of the whole pack. */
export function readSettings(configuration: Configuration, controls: readonly Control[]): Settings {
    const own = { type: "object", properties: { unknowns: unknownsSchema("findings") as Schema } };
    const policies = controls.map(({ id }) => [id, { ...own, additionalProperties: false }] as const);
    const noSettings: Schema = { type: "object", additionalProperties: false };
    const validator = new Validator(
        {
            properties: {
                all: noSettings,
                waivers: noSettings,
                ...Object.fromEntries(policies),
                settings: { type: "object", properties: schema as Schema, additionalProperties: false },
            },
            additionalProperties: false,
        },
        "2020-12",
        false,
    );
    const properties = Object.fromEntries([...configuration].map(([name, each]) => [name, each.properties]));
    const faults = validator.validate(properties).errors.flatMap(fault);
    const given = (properties.settings ?? {}) as Given;
    const { kubernetesVersion } = given;
    const versions = typeof kubernetesVersion === "string" ? minorVersions(kubernetesVersion) : undefined;
    if (typeof kubernetesVersion === "string" && versions === undefined) {
        const found = JSON.stringify(kubernetesVersion);
        faults.push(
            `settings.kubernetesVersion: ${found} is neither a version, as "1.35", nor a range, as "1.33 - 1.35"`,
        );
    }
    return {
        level: given.podSecurityLevel ?? defaultStandards.level,
        versions,
        namespaces: given.namespaces ?? [],
        unknowns: given.unknowns ?? "advisory",
        stackUnknowns: given.stackUnknowns ?? "advisory",
        waivers: given.waivers ?? "granted",
        grants: given.grants ?? [],
        maxWaiverDays: given.maxWaiverDays ?? 365,
        baseline: given.baseline ?? {},
        faults,
    };
}

/** A sentence for each innermost error; the outer ones only say that there is an inner one. */
function fault({ instanceLocation, keyword, error }: OutputUnit): string[] {
    const [policy = "", ...setting] = instanceLocation.split("/").slice(1);
    if (keyword === "properties" || keyword === "additionalProperties" || keyword === "items") return [];
    if (keyword !== "false") return [`${[policy, ...setting].join(".")}: ${error.replace(/\.$/, "")}`];
    return [setting.length === 0 ? `There is no policy ${policy}` : `${policy} has no setting ${setting.join(".")}`];
}
