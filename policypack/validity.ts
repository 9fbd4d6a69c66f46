import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import { didYouMean } from "./nearest";
import { isData, type Data } from "./resource";

/** Schemas of settings, by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** What was configured for a policy, without what is wrong with it. */
export interface Valid {
    settings: Data;
    /** A sentence for each setting that is left out: `settings.grants.0.until is 5, not a string`. */
    faults: string[];
}

/** Parts the settings of a policy that are valid from those that are not, which keep their defaults. */
export function validOf(policy: string, given: unknown, schemas: Schemas): Valid {
    const valid: Valid = { settings: {}, faults: [] };
    for (const [name, value] of Object.entries(isData(given) ? given : {})) {
        const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
        const path = `${policy}.${name}`;
        const faults =
            schema === undefined
                ? [`${policy} has no setting ${shownName(name)}${didYouMean(name, Object.keys(schemas))}`]
                : faultsOf(value, schema).map(
                      ({ place, fault }) => `${[path, ...place.map(shownName)].join(".")} ${fault}`,
                  );
        if (faults.length === 0) valid.settings[name] = value;
        valid.faults.push(...faults);
    }
    return valid;
}

interface Fault {
    /** The keys that lead to the value. */
    place: string[];
    /** Half a sentence. */
    fault: string;
}

function faultsOf(value: unknown, schema: Schema): Fault[] {
    let errors: OutputUnit[];
    try {
        errors = new Validator(schema, "2020-12", false).validate(value).errors;
    } catch {
        // What JSON does not know, or Unicode.
        return [{ place: [], fault: "cannot be read" }];
    }
    // The outer ones only say that there is an inner one, and of several at one place the first says it all.
    const found = new Map<string, Fault>();
    for (const error of errors.filter(({ keyword }) => !outer.has(keyword))) {
        const place = keysOf(error.instanceLocation);
        const fault = faultOf(error, at(value, place), schemaAt(schema, place));
        const key = JSON.stringify(error.keyword === "required" ? [place, fault] : place);
        if (!found.has(key)) found.set(key, { place: error.keyword === "false" ? place.slice(0, -1) : place, fault });
    }
    return [...found.values()];
}

const outer = new Set(["properties", "additionalProperties", "items"]);

/** The keys of a JSON pointer of the validator, which is written as in a URI. */
function keysOf(pointer: string): string[] {
    const keys = pointer.split("/").slice(1);
    return keys.map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function at(value: unknown, keys: readonly string[]): unknown {
    return keys.reduce<unknown>((here, key) => (here as Data)[key], value);
}

/** The schema of the value at a place; where no property is allowed that of what it is in. */
function schemaAt(schema: Schema, keys: readonly string[]): Schema {
    return keys.reduce<Schema>((here, key) => {
        const properties = (here.properties ?? {}) as Record<string, Schema>;
        const inner: unknown = Object.hasOwn(properties, key)
            ? properties[key]
            : (here.items ?? here.additionalProperties);
        return isData(inner) ? inner : here;
    }, schema);
}

const kinds: Record<string, string> = {
    string: "a string",
    integer: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
};

function faultOf({ keyword, error, instanceLocation }: OutputUnit, value: unknown, schema: Schema): string {
    switch (keyword) {
        case "type":
            return `is ${shown(value)}, not ${kinds[String(schema.type)] ?? String(schema.type)}`;
        case "enum": {
            const values = (schema.enum ?? []).map(String);
            const meant = typeof value === "string" ? didYouMean(value, values) : "";
            return `is ${shown(value)}, not one of ${values.join(", ")}${meant}`;
        }
        case "minLength":
            return "is empty";
        case "minimum":
            return `is ${shown(value)}, less than ${String(schema.minimum)}`;
        case "pattern":
            return `is ${shown(value)}, not ${schema.description ?? `of the form ${String(schema.pattern)}`}`;
        case "required":
            return `does not say its ${/"(.*)"/.exec(error)?.[1] ?? ""}`;
        case "false": {
            const name = keysOf(instanceLocation).at(-1) ?? "";
            return `has no ${shownName(name)}${didYouMean(name, Object.keys(schema.properties ?? {}))}`;
        }
        default:
            return `is not valid: ${error.replace(/\.$/, "")}`;
    }
}

const longest = 60;

/** A value as JSON, or the beginning of it. */
export function shown(value: unknown): string {
    const text = JSON.stringify(value);
    return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A name that somebody gave: as it is, unless it would not be taken for a name. */
export function shownName(name: string): string {
    return /^[\w.-]+$/.test(name) && name.length <= longest ? name : shown(name);
}
