import { readFileSync, statSync } from "node:fs";
import { isData, type Data } from "hardened-containers-policies/resource";
import { Fault, sentenceOf } from "../fault";
import { objectsIn } from "./kubernetes";
import { exportedStack, previewedStack, streamedStack } from "./pulumi";
import type { Input, Manifest, Stack } from "./source";
import { standardInput } from "./standard-input";
import { documentsIn, valueOf } from "./yaml";

/** What is in a file, and what of it cannot be read. */
export function readInput(file: string): { input: Input; faults: Fault[] } {
    const faults: Fault[] = [];
    const input: Input = { stacks: [], objects: [] };
    const collect = (read: () => void): void => {
        try {
            read();
        } catch (error) {
            faults.push(error instanceof Fault ? error : new Fault(sentenceOf(error), file));
        }
    };
    collect(() => {
        const text = textOf(file).replace(/^\uFEFF/, "");
        if (/^\s*[{[]/.test(text) && readJson(text, file, input)) return;
        for (const manifest of documentsIn(text)) {
            collect(() => input.objects.push(...objectsIn(valueOf(manifest, file), manifest, file)));
        }
    });
    return { input, faults };
}

function textOf(file: string): string {
    try {
        if (file === "-") return standardInput();
        if (statSync(file).isDirectory()) throw new Fault("is a folder; name the files in it", file);
        return readFileSync(file, "utf8");
    } catch (error) {
        throw error instanceof Fault ? error : new Fault(`cannot be read: ${sentenceOf(error)}`, file);
    }
}

/** Whether it is JSON. What is not may be YAML all the same. */
function readJson(text: string, file: string, input: Input): boolean {
    const value = parsed(text);
    if (value === undefined) return readLines(text, file, input);
    const stack = isData(value) ? stackIn(value, file) : undefined;
    if (stack !== undefined) input.stacks.push(stack);
    else input.objects.push(...objectsIn(value, { text, line: 0, json: true }, file));
    return true;
}

function stackIn(value: Data, file: string): Stack | undefined {
    if (Object.hasOwn(value, "apiVersion")) return undefined;
    return exportedStack(value, file) ?? previewedStack(value, file) ?? streamedStack([value], file);
}

/** One JSON value a line: events of the engine, or Kubernetes objects. */
function readLines(text: string, file: string, input: Input): boolean {
    const lines = text.split("\n").map((line, index): Manifest => ({ text: line, line: index, json: true }));
    const values = lines.flatMap((manifest) => {
        if (manifest.text.trim() === "") return [];
        return [{ manifest, value: parsed(manifest.text) }];
    });
    if (values.some(({ value }) => value === undefined)) return false;
    const stack = streamedStack(
        values.map(({ value }) => value),
        file,
    );
    if (stack !== undefined) input.stacks.push(stack);
    else input.objects.push(...values.flatMap(({ value, manifest }) => objectsIn(value, manifest, file)));
    return true;
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
