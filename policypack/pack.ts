import { strictest, type Control, type Level, type PodSecurityLevel } from "./control";
import { declarations, type Declared } from "./declared";
import { matches, readGrants, type Grants } from "./grants";
import { stackRule, type Standards } from "./judge";
import type { Resource } from "./resource";
import { readSettings, type Configuration, type Settings, type Unknowns } from "./settings";
import { kubernetesObjects, namespaceOf, type KubernetesObject } from "./subjects/kubernetes";
import { isUnknown } from "./unknown";

/** What the pack judges by in one run: its controls, their settings, what the program has declared so far, the date. */
export interface Pack {
    controls: readonly Control[];
    /** The controls that are switched on: those over one resource, and those with a part over the whole stack. */
    active: { resource: readonly Control[]; stack: readonly Control[] };
    settings: Settings;
    grants: Grants;
    /** By control, the URNs of resources whose findings are known. */
    baseline: ReadonlyMap<string, ReadonlySet<string>>;
    /** The level that a policy has been configured to have. */
    level: (policy: string) => Level | "remediate" | undefined;
    /** How a control reports what it cannot decide. */
    unknowns: (control: string, scope: "resource" | "stack") => Unknowns;
    /** What does not hang on the resource of what controls judge by. */
    standards: Omit<Standards, "versions">;
    declared: Declared;
    /** The day on which it judges, as `2027-03-31` (UTC). */
    today: string;
    /** What is wrong with the configuration and has not been said yet. */
    unsaid: string[];
}

/** A pack with its configuration, by policy name. */
export function packOf(controls: readonly Control[], configuration: Configuration = new Map(), now = new Date()): Pack {
    const settings = readSettings(configuration, controls);
    const today = now.toISOString().slice(0, 10);
    const level = (policy: string) => (configuration.get(policy) ?? configuration.get("all"))?.level;
    const on = controls.filter((control) => (level(control.id) ?? control.level) !== "disabled");
    return {
        controls,
        active: {
            resource: on.filter((control) => control.on.scope === "resource"),
            stack: on.filter((control) => stackRule(control) !== undefined),
        },
        settings,
        grants: readGrants(settings, controls, today),
        baseline: new Map(Object.entries(settings.baseline).map(([id, urns]) => [id, new Set(urns)])),
        level,
        unknowns: (id, scope) =>
            settings.own.get(id)?.unknowns ?? settings[scope === "stack" ? "stackUnknowns" : "unknowns"],
        standards: {
            level: settings.level,
            settings: new Map([...settings.own].map(([id, { settings: own }]) => [id, own])),
            assume: settings.assume,
        },
        declared: declarations(),
        today,
        unsaid: [...settings.faults],
    };
}

/** By what the pods in a resource are judged, or those of a stack. */
export function standardsOf({ standards, settings, declared }: Pack, resource?: Resource): Standards {
    const versions = declared.versions(settings.versions, resource);
    return { ...standards, level: heldLevel(settings, resource), versions };
}

/** The level that the pods in a resource are held to: where they are in several namespaces, the strictest. */
function heldLevel({ level, namespaces }: Settings, resource?: Resource): PodSecurityLevel {
    if (namespaces.length === 0 || resource === undefined) return level;
    const levels = kubernetesObjects(resource).map((it) =>
        "unseen" in it ? level : (platformLevel(namespaces, it) ?? level),
    );
    return strictest(levels) ?? level;
}

/** The level that the settings say the namespace of an object has. */
export function platformLevel(namespaces: Settings["namespaces"], it: KubernetesObject): PodSecurityLevel | undefined {
    const name = namespaceOf(it);
    if (typeof name !== "string" || isUnknown(name)) return undefined;
    return namespaces.find(({ pattern }) => matches(pattern, name))?.level;
}
