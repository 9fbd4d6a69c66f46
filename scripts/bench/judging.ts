/** The judging alone, without processes: what all controls take over data that has been read. */
import { controls } from "hardened-containers-policies/controls";
import { packOf } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import type { Data, Resource } from "hardened-containers-policies/resource";
import type { Clock } from "./clock";
import { deployment } from "./manifests";
import { inTurns, type Row } from "./measure";

const count = 2000;
const rounds = 9;

export async function judgingRows(clock: Clock): Promise<Row[]> {
    // Of this process.
    const timed = (work: () => unknown) => clock(process.pid, () => Promise.resolve(work()));
    const texts = Array.from({ length: count }, (_, number) => JSON.stringify(deployment(number).props));
    const { type } = deployment(0);
    // Anew each time, as nothing must be remembered of the round before.
    const read = (): Resource[] =>
        texts.map((text, number) => ({
            type,
            urn: `urn:pulumi:test::test::${type}::shop-${number}`,
            name: `shop-${number}`,
            props: JSON.parse(text) as Data,
        }));
    const judgeAll = (resources: readonly Resource[]): void => {
        const pack = packOf(controls);
        for (const resource of resources) judgeResource(pack, resource);
        judgeWhole(pack, resources);
    };
    judgeAll(read());
    const reading = await inTurns(rounds, { "this pack": async () => (await timed(read)) / count });
    const judging = await inTurns(rounds, {
        "this pack": async () => {
            const resources = read();
            const time = await timed(() => {
                judgeAll(resources);
            });
            return time / count;
        },
    });
    return [
        { what: "JSON.parse of a Deployment", unit: "ms", results: reading },
        { what: "all controls over it", unit: "ms", results: judging, target: { most: 0.15 } },
    ];
}
