import { resourceClass } from "./sdk";
import { random, type Failure, type Resource, type StandIn } from "./stand-in";
import type { Properties } from "./wire";

/** The required arguments that are not there, by the SDK's own list. */
export function missingArguments(folder: string | undefined, { type, inputs }: Resource): Failure[] {
    const required = resourceClass(folder, type)?.required ?? [];
    return required
        .filter((property) => inputs[property] === undefined || inputs[property] === null)
        .map((property) => ({
            property,
            reason: `${type.split(":").pop() ?? type} requires this argument, and it is missing`,
        }));
}

/** Texts for the outputs that the sandbox knows only by name. */
export function inventedTexts(folder: string | undefined, { type, old }: Resource): Properties {
    const texts = resourceClass(folder, type)?.texts ?? [];
    return Object.fromEntries(texts.map((name) => [name, old?.outputs[name] ?? `${name}-${random(7)}`]));
}

/** Stands in for a provider of which nothing more than its SDK is known. */
export function anyPackage(folder: string | undefined): StandIn {
    return {
        check: (resource) => ({ inputs: resource.inputs, failures: missingArguments(folder, resource) }),
        immutable: ({ type }) => resourceClass(folder, type)?.immutable ?? [],
        coexist: () => true,
        id: ({ name }) => `${name}-${random(7)}`,
        outputs: (resource) => inventedTexts(folder, resource),
        existing: () => ({}),
    };
}
