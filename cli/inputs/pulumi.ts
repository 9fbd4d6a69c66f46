import { signature } from "hardened-containers-policies/leaves";
import { mark, markTexts, tellingTexts } from "hardened-containers-policies/marks";
import { dataAt, isData, listAt, valueAt, type Data } from "hardened-containers-policies/resource";
import { isUnknown, sentinels } from "hardened-containers-policies/unknown";
import type { Sourced, Stack } from "./source";

/** What Pulumi's signature says that an object stands for. */
const secret = "1b47061264138c4ac30d75fd1eb44270";
const output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What `pulumi preview --json` writes in place of a secret. */
const blinded = "[secret]";

/** The stack in a stack export, or in a state file; nothing if it is neither. */
export function exportedStack(value: Data, file: string): Stack | undefined {
    const deployment = dataAt(value, "deployment") ?? dataAt(value, "checkpoint", "latest");
    if (deployment === undefined || typeof value.version !== "number") return undefined;
    return stackFrom(listAt(deployment, "resources"), file);
}

/** The stack as `pulumi preview --json` shows it; nothing if it is none. */
export function previewedStack(value: Data, file: string): Stack | undefined {
    if (!Array.isArray(value.steps) && !isData(value.changeSummary)) return undefined;
    const steps = listAt(value, "steps");
    const states = steps.map((step) => ({ op: valueAt(step, "op"), state: valueAt(step, "newState") }));
    return fromSteps(states, dataAt(value, "changeSummary"), file);
}

/** The stack as the events of `pulumi preview --json` show it where it streams them, or the engine's log; else nothing. */
export function streamedStack(events: readonly unknown[], file: string): Stack | undefined {
    if (!events.every((event) => typeof valueAt(event, "sequence") === "number")) return undefined;
    const steps = events
        .map((event) => dataAt(event, "resourcePreEvent", "metadata"))
        .filter((step) => step !== undefined);
    const states = steps.map((step) => ({ op: step.op, state: step.new }));
    const summaries = events.map((event) => dataAt(event, "summaryEvent", "resourceChanges"));
    return fromSteps(states, summaries.filter((summary) => summary !== undefined).at(-1), file);
}

function fromSteps(steps: { op: unknown; state: unknown }[], summary: Data | undefined, file: string): Stack {
    const stack = stackFrom(
        steps.filter(({ op }) => !String(op).startsWith("delete")).map(({ state }) => state),
        file,
    );
    const shown = steps.filter(({ op }) => op === "same").length;
    const missing = Number(summary?.same ?? 0) - shown;
    if (missing > 0) {
        stack.incomplete = `the preview leaves out ${missing} unchanged resource${missing > 1 ? "s" : ""} (pulumi preview --json --show-sames has them)`;
    }
    return stack;
}

function stackFrom(states: readonly unknown[], file: string): Stack {
    const found = new Map<string, Sourced>();
    let encrypted = false;
    for (const state of states) {
        // What is left of a resource that has been replaced.
        if (!isData(state) || state.delete === true) continue;
        const { type, urn } = state;
        if (typeof type !== "string" || typeof urn !== "string") continue;
        const read = state.external === true;
        const props = dataAt(state, read ? "outputs" : "inputs") ?? {};
        const secrets: Secrets = { texts: [], encrypted: false };
        reveal(props, secrets);
        markTexts(props, secrets.texts);
        encrypted ||= secrets.encrypted;
        const secretOutputs = listAt(state, "additionalSecretOutputs").filter((each) => typeof each === "string");
        const resource = {
            type,
            urn,
            name: urn.split("::").slice(3).join("::"),
            props,
            ...(typeof state.provider === "string" ? { provider: state.provider.replace(/::[^:]*$/, "") } : {}),
            ...(secretOutputs.length > 0 ? { secretOutputs } : {}),
            propertyDependencies: Object.fromEntries(
                Object.entries(dataAt(state, "propertyDependencies") ?? {}).map(([key, from]) => [
                    key,
                    Array.isArray(from) ? from.filter((each) => typeof each === "string") : [],
                ]),
            ),
        };
        found.set(urn, { resource, source: { file, within: [] }, ...(read ? { read } : {}) });
    }
    return { resources: [...found.values()], ...(encrypted ? { encrypted } : {}) };
}

interface Secrets {
    /** What no message may hold. */
    texts: string[];
    /** Whether there are some that cannot be read. */
    encrypted: boolean;
}

/** Makes of values what a policy sees: secrets marked, and those that are encrypted as not known yet. */
function reveal(fields: Data | unknown[], secrets: Secrets, within = false): void {
    for (const [key, child] of Object.entries(fields)) {
        const { plain, hidden } = opened(child, secrets);
        if (plain !== child) (fields as Data)[key] = plain;
        const secret = within || hidden;
        if (secret) mark(fields, key);
        // The key of what is secret itself is told; those within are not.
        const inner = within && !Array.isArray(fields) ? key : undefined;
        if (secret && !isUnknown(plain)) secrets.texts.push(...tellingTexts(plain, inner));
        if (typeof plain === "object" && plain !== null) reveal(plain as Data, secrets, secret);
    }
}

function opened(value: unknown, secrets: Secrets): { plain: unknown; hidden: boolean } {
    const encrypted = (): { plain: unknown; hidden: boolean } => {
        secrets.encrypted = true;
        return { plain: sentinels.string, hidden: true };
    };
    if (value === blinded) return encrypted();
    if (!isData(value) || !Object.hasOwn(value, signature)) return { plain: value, hidden: false };
    if (value[signature] === output) {
        const { plain, hidden } = opened(value.value ?? sentinels.string, secrets);
        return { plain, hidden: hidden || value.secret === true };
    }
    if (value[signature] !== secret) return { plain: value, hidden: false };
    try {
        // With --show-secrets.
        return typeof value.plaintext === "string" ? { plain: JSON.parse(value.plaintext), hidden: true } : encrypted();
    } catch {
        return encrypted();
    }
}
