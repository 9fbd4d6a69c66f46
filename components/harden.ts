import { isDeepStrictEqual } from "node:util";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { controls } from "hardened-containers-policies/controls";
import { didYouMean } from "hardened-containers-policies/nearest";
import { filled, filling } from "./filling";
import { requestedIn } from "./requests";
import { at, closed, copy } from "./structure";
import { outputOf, type Deferred } from "./refusal";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;

/**
 * A pod spec in which what is absent has the safe values of the controls. What is set stays as it is, what is not known
 * yet stays unknown, and what is secret stays secret: a part inside an Output is filled inside it. Windows pods get no
 * field that exists on Linux only.
 */
export function harden(podSpec: PodSpec): PodSpec;
export function harden(podSpec: pulumi.Input<PodSpec>): pulumi.Input<PodSpec>;
export function harden(podSpec: pulumi.Input<PodSpec>): pulumi.Input<PodSpec> {
    const type = "kubernetes:core/v1:Pod";
    const pod = { spec: podSpec };
    const hardened = closed(pod, filled(type, pod), (deferred, _, place) =>
        outputOf(deferred).apply((value) => at(filled(type, pod, new Map([[deferred, value]])), place)),
    );
    return (hardened as typeof pod).spec;
}

/** What a hardening transform does. */
export interface HardeningOptions {
    /** Ids of controls that nothing is filled in for, such as `read-only-root-filesystem`. */
    except?: readonly string[];
}

/**
 * A transform that fills in what is absent in resources of charts, manifests and other people's components: what
 * `harden` does for pod specs, for every resource that the controls have safe values for. What is set is never changed;
 * the policy pack judges that.
 *
 * What an object requests a waiver for, in the annotation `waive.hardened-containers/<control>` of its own or of its pods,
 * is not filled in.
 *
 * Some programs need what is switched off here unless they say so, such as operators their service account's token:
 * they set it, or `except` names the control.
 * @throws pulumi.RunError for an id that is none, or of a control that has nothing to fill in
 */
export function hardeningTransform({ except = [] }: HardeningOptions = {}): pulumi.ResourceTransform {
    for (const id of except) refuseUnknown(id);
    return async ({ type, props, opts }) => {
        const known = await knownIn(props);
        const requested = requestedIn(type, copy(props, known));
        const made = filled(type, props, known, (id, found) => except.includes(id) || requested(id, found));
        if (isDeepStrictEqual(made, copy(props, known))) return undefined;
        const result = closed(props, made, (deferred, part) =>
            !known.has(deferred) || isDeepStrictEqual(part, copy(known.get(deferred), known))
                ? deferred
                : outputOf(deferred).apply(() => part),
        );
        return { props: result as pulumi.Inputs, opts };
    };
}

/** The values of the outputs in arguments that are known already. */
async function knownIn(args: unknown): Promise<Map<unknown, unknown>> {
    const found: Deferred[] = [];
    closed(args, args, (deferred) => found.push(deferred));
    const known = new Map<unknown, unknown>();
    for (const deferred of found) {
        const output = outputOf(deferred) as unknown as Settled;
        if (await output.isKnown) known.set(deferred, await output.promise());
    }
    return known;
}

/** What Pulumi's types leave out of an Output. */
interface Settled {
    isKnown: Promise<boolean>;
    promise(): Promise<unknown>;
}

function refuseUnknown(id: string): void {
    if (filling.includes(id)) return;
    if (controls.some((control) => control.id === id)) {
        throw new pulumi.RunError(`hardeningTransform: ${id} fills nothing in, so it cannot be left out`);
    }
    throw new pulumi.RunError(
        `hardeningTransform: there is no control ${JSON.stringify(id)}${didYouMean(id, filling)}`,
    );
}
