import type { Control } from "./control";
import type { Finding } from "./judge";
import { standardsOf, type Pack } from "./pack";
import { remedies, type Remedy } from "./remedies";
import type { Resource } from "./resource";
import { coverOf } from "./waivers";

const found = new WeakMap<Pack, readonly Control[]>();

/** The controls whose safe values are set in resources: those at level `remediate`. */
export function remediating(pack: Pack): readonly Control[] {
    let controls = found.get(pack);
    if (controls === undefined) {
        controls = pack.active.resource.filter(({ id, safe }) => safe !== undefined && pack.level(id) === "remediate");
        found.set(pack, controls);
    }
    return controls;
}

/** What puts a resource right. What is waived, or was there before the pack, stays as it is. */
export function remediate(pack: Pack, controls: readonly Control[], resource: Resource): readonly Remedy[] {
    const isKnown = ({ id }: Control) => pack.baseline.get(id)?.has(resource.urn) === true;
    const isWaived = (control: Control, finding: Finding): boolean => {
        const cover = coverOf(pack, control, finding, resource);
        return cover !== undefined && !("why" in cover);
    };
    return remedies(
        controls.filter((control) => !isKnown(control)),
        resource,
        {
            standards: standardsOf(pack, resource),
            guards: pack.active.resource.filter(({ podSecurity }) => podSecurity !== undefined),
            isWaived,
        },
    );
}
