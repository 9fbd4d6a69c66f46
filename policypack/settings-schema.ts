import type { PolicyConfigSchema } from "@pulumi/policy";
import { owners } from "./subjects/subjects";

const text = { type: "string", minLength: 1 } as const;
const pattern = (what: string) => ({ ...text, description: `${what}; \`*\` stands for any text.` });
const unknownsSchema = (of: string) => ({
    type: "string" as const,
    enum: ["advisory", "mandatory", "ignore"],
    description: `How ${of} that hang on a value which is not known yet are reported, never above the control's own level.`,
});

/** What each control's policy has. Without a default: the engine would set it, and the setting of the whole pack is one. */
export const unknowns = unknownsSchema("its findings");

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
                pattern: {
                    ...text,
                    // A pattern for all of them would be a level for the whole pack, which podSecurityLevel is for.
                    pattern: "[^*]",
                    description: "the name of a namespace, or a pattern of some; `*` stands for any text",
                },
                level: { type: "string", enum: ["privileged", "baseline", "restricted"] },
                reason: text,
                by: text,
            },
        },
    },
    unknowns: { ...unknownsSchema("findings"), default: "advisory" },
    stackUnknowns: { ...unknownsSchema("findings of controls over the whole stack"), default: "advisory" },
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
    assume: {
        type: "array",
        default: [],
        description:
            "What is taken as declared though the stack does not declare it, so that what it lacks is a finding: the `namespaces` that workloads name, the `registry` of ECR repositories.",
        items: { type: "string", enum: [...owners] },
    },
    baseline: {
        type: "object",
        default: {},
        description:
            "Findings that existed when the pack was introduced: of each control the URNs of resources. They are reported as advisory.",
        additionalProperties: { type: "array", items: text },
    },
};
