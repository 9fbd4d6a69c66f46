import type { Control, Level } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";

/** A configuration for organisations to start from. */
export interface Preset {
    /** For whom it is, in a sentence or two. */
    description: string;
    settings: Record<string, string>;
    level: (control: Control) => Level;
}

export const presets: Record<string, Preset> = {
    baseline: {
        description:
            "To start with: what Pod Security *baseline* forbids and what is critical stops a deployment; all else is said as an advisory. The controls that are part of *restricted* alone judge nothing until `podSecurityLevel` is `restricted`, and then advise.",
        settings: { podSecurityLevel: "baseline" },
        level: ({ level, severity, podSecurity }) => {
            if (level !== "mandatory") return level;
            return podSecurity === "baseline" || severity === "critical" ? "mandatory" : "advisory";
        },
    },
    restricted: {
        description: "The default: each control at its own level, pods held to Pod Security *restricted*.",
        settings: { podSecurityLevel: "restricted" },
        level: ({ level }) => level,
    },
    hardened: {
        description:
            "All that the components meet stops a deployment, as does what a control over the whole stack cannot decide at preview.",
        settings: { podSecurityLevel: "restricted", stackUnknowns: "mandatory" },
        level: ({ level }) => (level === "disabled" ? "disabled" : "mandatory"),
    },
};

/** The file of a preset. Levels are in objects, as Pulumi Cloud wants them; `--policy-pack-config` takes both. */
export function presetFile({ settings, level }: Preset): string {
    const policies = {
        settings: { enforcementLevel: "mandatory", ...settings },
        waivers: { enforcementLevel: "mandatory" },
        ...Object.fromEntries(controls.map((control) => [control.id, { enforcementLevel: level(control) }])),
    };
    const lines = Object.entries(policies).map(([name, policy]) => {
        const properties = Object.entries(policy).map(
            ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
        );
        return `  ${JSON.stringify(name)}: { ${properties.join(", ")} }`;
    });
    return `{\n${lines.join(",\n")}\n}\n`;
}
