import { valueAt, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import type { Answer, Stack } from "./stack";

const providers = new WeakMap<readonly Resource[], Map<string, Resource>>();

/** The region that a resource is in: its own or its provider's; nothing where the environment says it. */
function regionOf({ props, provider }: Resource, { resources }: Stack): unknown {
    let known = providers.get(resources);
    if (known === undefined) {
        const found = resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
        known = new Map(found.map((each) => [each.urn, each]));
        providers.set(resources, known);
    }
    const { props: settings } = known.get(provider ?? "") ?? {};
    return props.region ?? valueAt(settings, "region") ?? undefined;
}

/** Whether two resources are in the same account and region, as far as providers and regions say it. */
export function isBeside(one: Resource, other: Resource, index: Stack): Answer {
    if (one.provider !== other.provider) return false;
    const [here, there] = [regionOf(one, index), regionOf(other, index)];
    if (here === there && !isUnknown(here)) return true;
    // The region that one of them leaves to the environment may be the other's.
    const open = [here, there].some((each) => each === undefined || isUnknown(each));
    return open ? sentinels.boolean : false;
}

/** Whether all of several questions are answered with yes. */
export function allOf(...answers: Answer[]): Answer {
    if (answers.includes(false)) return false;
    return answers.find((answer) => answer !== true) ?? true;
}

/** Whether one of several questions is answered with yes. */
export function oneOf(answers: readonly Answer[]): Answer {
    if (answers.includes(true)) return true;
    return answers.find((answer) => answer !== false) ?? false;
}
