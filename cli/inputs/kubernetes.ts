import { isData, valueAt, type Data } from "hardened-containers-policies/resource";
import { Fault } from "../fault";
import { positionsIn } from "./positions";
import type { Input, Manifest, Source, Stack } from "./source";

/** The objects of a document: the object itself, or each item of a List. */
export function objectsIn(value: unknown, manifest: Manifest, file: string): Input["objects"] {
    if (value === null || value === undefined) return [];
    if (/[&*]/.test(manifest.text)) checkAliases(value, manifest, file);
    return objectsAt(value, { file, manifest, within: [] }, {});
}

/** @param listed what a typed List says of its items, which leave it out */
function objectsAt(value: unknown, source: Source, listed: Data): Input["objects"] {
    if (!isData(value)) throw faultAt(source, "not a Kubernetes object, but a list or a single value");
    const object = listed.kind === undefined ? value : { ...listed, ...value };
    const { apiVersion, kind, items } = object;
    for (const [key, text] of Object.entries({ apiVersion, kind })) {
        if (typeof text !== "string" || text === "") throw faultAt(source, `not a Kubernetes object: it has no ${key}`);
        if (/[:\s]/.test(text)) throw faultAt(source, `not a Kubernetes object: its ${key} is none`, key);
    }
    const isList = (kind as string).endsWith("List") && !Object.hasOwn(object, "spec");
    if (!isList || !(Array.isArray(items) || items === null || items === undefined)) return [{ object, source }];
    const itemKind = (kind as string).slice(0, -"List".length);
    const own = itemKind === "" ? {} : { apiVersion, kind: itemKind };
    return ((items ?? []) as unknown[]).flatMap((item, index) =>
        objectsAt(item, { ...source, within: [...source.within, "items", index] }, own),
    );
}

function faultAt({ file, manifest, within }: Source, message: string, path = ""): Fault {
    return new Fault(message, file, manifest && positionsIn(manifest)(within, path).line);
}

/** How much a document may grow by its aliases. */
const most = 1_000_000;

/** Refuses documents that contain themselves, or grow beyond measure. */
function checkAliases(value: unknown, manifest: Manifest, file: string): void {
    const sizes = new Map<object, number>();
    const sizeOf = (part: unknown): number => {
        if (typeof part !== "object" || part === null) return 1;
        const known = sizes.get(part);
        if (known !== undefined) return known;
        // Until it is known, for whoever contains itself.
        sizes.set(part, Infinity);
        const size = Object.values(part).reduce<number>((sum, child) => sum + sizeOf(child), 1);
        sizes.set(part, size);
        return size;
    };
    if (sizeOf(value) > most) {
        throw new Fault("its aliases contain themselves or make it too large", file, manifest.line + 1);
    }
}

/** All objects as one stack, as if a program had declared them. */
export function stackOf(objects: Input["objects"]): Stack {
    const seen = new Map<string, number>();
    const resources = objects.map(({ object, source }) => {
        const { apiVersion, kind } = object as { apiVersion: string; kind: string };
        const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
        const name = textAt(object, "name") ?? textAt(object, "generateName") ?? "unnamed";
        const place = [textAt(object, "namespace"), name].filter((part) => part !== undefined).join("/");
        const first = `urn:pulumi:manifests::kubernetes::${type}::${place}`;
        const count = (seen.get(first) ?? 0) + 1;
        seen.set(first, count);
        return { resource: { type, urn: count === 1 ? first : `${first}#${count}`, name, props: object }, source };
    });
    // A namespace says what the objects in it are judged by; in a program it comes before them.
    const isNamespace = ({ resource }: (typeof resources)[number]): boolean =>
        resource.type === "kubernetes:core/v1:Namespace";
    return { resources: [...resources.filter(isNamespace), ...resources.filter((each) => !isNamespace(each))] };
}

function textAt(object: Data, key: string): string | undefined {
    const text = valueAt(object, "metadata", key);
    return typeof text === "string" && text !== "" ? text : undefined;
}
