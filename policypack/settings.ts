import { defaultsOf, type Control, type Level, type PodSecurityLevel } from "./control";
import type { Grant } from "./grants";
import { defaultStandards } from "./judge";
import { didYouMean } from "./nearest";
import type { Data } from "./resource";
import { schema, unknowns } from "./settings-schema";
import type { Assumed, owners } from "./subjects/subjects";
import { shown, shownName, validOf, type Schemas } from "./validity";
import { minorVersions } from "./versions";

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
    /** The owners that are taken as declared though the stack does not declare them. */
    assume: Assumed;
    /** Of each control that is configured, its own settings, and how it reports what it cannot decide. */
    own: ReadonlyMap<string, { settings: object; unknowns?: Unknowns }>;
    /** What is wrong with the configuration: a sentence for each policy that does not exist, and for each setting that was left at its default. */
    faults: readonly string[];
}

/** What the settings of the whole pack are once they are valid. */
interface Given extends Partial<Pick<Settings, "namespaces" | "unknowns" | "stackUnknowns" | "waivers">> {
    kubernetesVersion?: string;
    podSecurityLevel?: PodSecurityLevel;
    grants?: Grant[];
    maxWaiverDays?: number;
    assume?: (typeof owners)[number][];
    baseline?: Record<string, string[]>;
}

/** Reads the settings from the configuration of the whole pack. What is wrong there leaves what is right in effect. */
export function readSettings(configuration: Configuration, controls: readonly Control[]): Settings {
    const schemas = new Map<string, Schemas>([
        ["all", {}],
        ["waivers", {}],
        ["settings", schema as Schemas],
        ...controls.map(({ id, settings }) => [id, { ...settings, unknowns }] as const),
    ]);
    const faults: string[] = [];
    const read = (name: string, known: Schemas): Data => {
        const valid = validOf(name, configuration.get(name)?.properties, known);
        faults.push(...valid.faults);
        return valid.settings;
    };
    for (const name of configuration.keys()) {
        if (!schemas.has(name)) faults.push(`There is no policy ${shownName(name)}${didYouMean(name, schemas.keys())}`);
    }
    for (const name of ["all", "waivers"]) read(name, {});
    const given: Given = read("settings", schema as Schemas);
    const { kubernetesVersion } = given;
    const versions = kubernetesVersion === undefined ? undefined : minorVersions(kubernetesVersion);
    if (kubernetesVersion !== undefined && versions === undefined) {
        const found = shown(kubernetesVersion);
        faults.push(
            `settings.kubernetesVersion is ${found}, neither a version, as "1.35", nor a range, as "1.33 - 1.35"`,
        );
    }
    const configured = controls.filter(({ id }) => configuration.has(id));
    const own = configured.map((control) => {
        const { unknowns: how, ...settings } = read(control.id, schemas.get(control.id) ?? {});
        return [control.id, { settings: { ...defaultsOf(control), ...settings }, unknowns: how as Unknowns }] as const;
    });
    return {
        level: given.podSecurityLevel ?? defaultStandards.level,
        versions,
        namespaces: given.namespaces ?? [],
        unknowns: given.unknowns ?? "advisory",
        stackUnknowns: given.stackUnknowns ?? "advisory",
        waivers: given.waivers ?? "granted",
        grants: given.grants ?? [],
        maxWaiverDays: given.maxWaiverDays ?? 365,
        assume: new Set(given.assume),
        baseline: given.baseline ?? {},
        own: new Map(own),
        faults,
    };
}
