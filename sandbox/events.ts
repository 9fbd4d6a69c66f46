import { existsSync, readFileSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** A finding of a policy, as the engine has received it. */
export interface PolicyEvent {
    policy: string;
    pack: string;
    level: string;
    severity: string | undefined;
    message: string;
    urn: string | undefined;
}

/** What the engine did, or at preview would do, to a resource. */
export interface Step {
    op: string;
    urn: string;
    type: string;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
    diffs: string[];
}

/** Reads the engine's events, one JSON object a line; a command that failed early has none. */
export function readEvents(file: string): EngineEvent[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as EngineEvent);
}

/** The policies' findings; `pulumi up` judges twice, and a finding of both times is listed once. */
export function policyEvents(events: EngineEvent[]): PolicyEvent[] {
    const found = events.flatMap(({ policyEvent: event }) => {
        if (!event) return [];
        const { policyName: policy, policyPackName: pack, enforcementLevel: level, message, resourceUrn: urn } = event;
        // The SDK's type is older than this field.
        const { severity } = event as { severity?: string };
        return [{ policy, pack, level, severity, message: plain(message), urn }];
    });
    return [...new Map(found.map((event) => [JSON.stringify(event), event])).values()];
}

// The engine puts colours into its texts, as `<{%reset%}>`.
function plain(text: string): string {
    return text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

/** The steps, each once; of an update its own, not those of the preview before it. */
export function stepsOf(events: EngineEvent[]): Step[] {
    const start = events.map((event) => event.preludeEvent !== undefined).lastIndexOf(true);
    const steps = events.slice(Math.max(start, 0)).flatMap(({ resourcePreEvent: before, resOutputsEvent: after }) => {
        const metadata = after?.metadata ?? before?.metadata;
        if (!metadata) return [];
        const { op, urn, type, diffs } = metadata;
        const state = metadata.new ?? metadata.old;
        return [{ op, urn, type, inputs: state?.inputs ?? {}, outputs: state?.outputs ?? {}, diffs: diffs ?? [] }];
    });
    return [...new Map(steps.map((step) => [`${step.op} ${step.urn}`, step])).values()];
}
