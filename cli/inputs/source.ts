import type { Data, Resource } from "hardened-containers-policies/resource";

/** One document of a file, for looking positions up in. */
export interface Manifest {
    /** The text of the document. */
    text: string;
    /** Its first line in the file, from 0. */
    line: number;
    /** Whether it is JSON. */
    json?: boolean;
    /** The Helm template that made it, where a comment says so. */
    template?: string;
}

/** Where a resource was read. */
export interface Source {
    /** As the user wrote it; `-` for standard input. */
    file: string;
    /** The document that the resource is in; nothing for what Pulumi wrote, which nobody edits. */
    manifest?: Manifest;
    /** Where the object is in the document: empty, or `["items", 3]` in a List. */
    within: readonly (string | number)[];
}

/** A resource, and where it was read. */
export interface Sourced {
    resource: Resource;
    source: Source;
    /** Declared elsewhere and only read by the program, so that there is nothing in it to judge. */
    read?: boolean;
}

/** Resources that are judged together. */
export interface Stack {
    resources: Sourced[];
    /** Why it cannot be judged as a whole; nothing if it can. */
    incomplete?: string;
    /** Whether values are encrypted that would otherwise be judged. */
    encrypted?: boolean;
}

/** A file that has been read. */
export interface Input {
    /** Stacks as Pulumi wrote them, each for itself. */
    stacks: Stack[];
    /** Kubernetes objects; those of all files are one stack. */
    objects: { object: Data; source: Source }[];
}
