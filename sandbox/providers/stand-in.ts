import { createHash, randomBytes } from "node:crypto";
import type { Properties } from "./wire";

/** A resource as the engine asks about it. */
export interface Resource {
    type: string;
    name: string;
    inputs: Properties;
    /** What the last update left, if there was one. */
    old?: { inputs: Properties; outputs: Properties };
    /** Where random names come from: the engine gives the same seed again when it carries out a plan. */
    seed?: Uint8Array;
}

/** An argument that the real provider would refuse. */
export interface Failure {
    property: string;
    reason: string;
}

/** What one package's provider does; whatever it does not do, is to take what it is given. */
export interface StandIn {
    /** The provider's own arguments, such as the region. */
    configure?(config: Properties): void;
    /** Names and defaults filled in, and what is missing. */
    check(resource: Resource): { inputs: Properties; failures: Failure[] };
    /** The paths that cannot change in place. */
    immutable(resource: Resource): string[];
    /** Says whether two such objects can exist side by side while one replaces the other. */
    coexist(resource: Resource): boolean;
    id(resource: Resource): string;
    /** What the provider adds to the inputs once the resource exists. */
    outputs(resource: Resource, id: string): Properties;
    /** What a resource that is not in the stack looks like, from its id alone. */
    existing(resource: Resource, id: string): Properties;
    invoke?(token: string, args: Properties): Properties;
}

/** Random hexadecimal characters, the same ones for the same seed. */
export function random(length: number, seed?: Uint8Array): string {
    const bytes = seed?.length ? createHash("sha256").update(seed).digest() : randomBytes(32);
    return bytes.toString("hex").slice(0, length);
}
