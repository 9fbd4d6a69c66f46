import { readFileSync } from "node:fs";
import type { Level } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { isData, type Data } from "hardened-containers-policies/resource";
import type { Configuration } from "hardened-containers-policies/settings";
import { minorVersions } from "hardened-containers-policies/versions";
import { Fault, sentenceOf } from "./fault";
import { presetText } from "./pack-files";

/** Configuration as the file holds it that `--policy-pack-config` takes: of each policy its level and its settings. */
export type Given = Map<string, { level?: Level | "remediate"; properties: Data }>;

const levels: readonly unknown[] = ["advisory", "mandatory", "remediate", "disabled"];

export interface ConfigurationOptions {
    config?: string;
    preset?: string;
    kubernetesVersion?: string;
}

/** What has been configured: the preset, over it the file, over it the version. */
export function givenBy({ config, preset, kubernetesVersion }: ConfigurationOptions): Given {
    const given: Given = new Map();
    if (preset !== undefined) merge(given, parse(presetText(preset), `preset ${preset}`));
    if (config !== undefined) merge(given, parse(configText(config), config));
    if (kubernetesVersion !== undefined) {
        if (minorVersions(kubernetesVersion) === undefined) {
            throw new Fault(
                `--kubernetes-version ${kubernetesVersion} is neither a version (1.35) nor a range (1.33 - 1.35)`,
            );
        }
        merge(given, new Map([["settings", { properties: { kubernetesVersion } }]]));
    }
    return given;
}

function merge(given: Given, over: Given): void {
    for (const [policy, { level, properties }] of over) {
        const known = given.get(policy);
        const own = level ?? known?.level;
        given.set(policy, {
            ...(own === undefined ? {} : { level: own }),
            properties: { ...known?.properties, ...properties },
        });
    }
}

/** The level of each policy and its settings, as the engine hands them to the pack. */
export function configurationOf(given: Given): Configuration {
    const all = given.get("all")?.level;
    const defaults = new Map<string, Level>([
        ["settings", "mandatory"],
        ["waivers", "mandatory"],
        ...controls.map(({ id, level }) => [id, level] as const),
    ]);
    return new Map(
        [...new Set([...defaults.keys(), ...given.keys()])].map((policy) => {
            const { level, properties = {} } = given.get(policy) ?? {};
            return [policy, { level: level ?? all ?? defaults.get(policy) ?? "mandatory", properties }];
        }),
    );
}

/** The same with every control switched on and mandatory. */
export function allMandatory(given: Given): Given {
    const on = controls.map(
        ({ id }) =>
            [id, { ...given.get(id), level: "mandatory", properties: given.get(id)?.properties ?? {} }] as const,
    );
    return new Map([...given, ...on]);
}

function configText(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        throw new Fault(`cannot be read: ${sentenceOf(error)}`, file);
    }
}

/** The configuration in a text, read as Pulumi's engine reads it. */
export function parse(text: string, file: string): Given {
    if (text.trim() === "") return new Map();
    let value: unknown;
    try {
        value = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch (error) {
        const position = / position (\d+)/.exec(sentenceOf(error))?.[1];
        const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
        throw new Fault(`not valid JSON: ${sentenceOf(error)}`, file, before.split("\n").length);
    }
    if (!isData(value)) throw new Fault("not a configuration of policies: it is no object", file);
    const entries = Object.entries(value).filter(([policy]) => policy !== "environments");
    return new Map(entries.map(([policy, entry]) => [policy, read(policy, entry, file)]));
}

function read(policy: string, entry: unknown, file: string): { level?: Level | "remediate"; properties: Data } {
    const { enforcementLevel: level, ...properties } = isData(entry) ? entry : { enforcementLevel: entry };
    if (isData(entry) && level === undefined) return { properties };
    if (levels.includes(level)) return { level: level as Level, properties };
    const found = JSON.stringify(level);
    throw new Fault(
        `${policy}: ${found} is not a level (${levels.join(", ")})${isData(entry) ? "" : ", nor an object with settings"}`,
        file,
    );
}
