import type fc from "fast-check";
import type { Leaf } from "./leaves";
import type { Fields } from "./values";

/** What the tests of components need of one. */
export interface Case {
    /** The name of its class. */
    kind: string;
    /** The arbitraries of the fields of the args interfaces that it brings, by the interface's name. */
    interfaces: Record<string, Fields>;
    /** Arguments that need no exception. Marks stand for outputs: `{ $output }`, `{ $secret }`, `{ $later }`. */
    any: fc.Arbitrary<unknown>;
    /** The fewest arguments. */
    least: object;
    /** Arguments in which everything is set, each value to one of its own. */
    full: object;
    /** Fields that take no Output, by the ends of their paths: switches and what shapes the resources. */
    plain?: string[];
    /** Whether a value that is made from a leaf of the arguments does not show it. */
    hangsOn?: (leaf: Leaf, place: string) => boolean;
}
