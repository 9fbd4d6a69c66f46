import { controls } from "hardened-containers-policies/controls";
import { didYouMean } from "hardened-containers-policies/nearest";
import { configurationOf, givenBy, type ConfigurationOptions } from "./configuration";
import { Fault } from "./fault";
import { columns } from "./formats/format";
import { documentationOf, linkTo } from "./pack-files";
import type { Streams } from "./streams";

/** Says what a control is about, as the documentation of the pack has it. */
export function explain(id: string, streams: Streams): number {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) {
        throw new Fault(
            `there is no control ${id}${didYouMean(
                id,
                controls.map((each) => each.id),
            )}`,
        );
    }
    const { title, level, severity, why, references } = control;
    const short = [`${title}. ${why}`, [level, `severity ${severity}`, ...references].join(" · ")].join("\n\n");
    streams.out(`${id}\n\n${documentationOf(id) || short}\n\n${linkTo(id)}\n`);
    return 0;
}

/** Lists the controls, with the levels that they have been configured to have. */
export function list(options: ConfigurationOptions & { format: "text" | "json" }, streams: Streams): number {
    const configuration = configurationOf(givenBy(options));
    const rows = controls.map(({ id, title, severity, level, references }) => ({
        id,
        level: configuration.get(id)?.level ?? level,
        severity,
        title,
        references,
    }));
    if (options.format === "json") streams.out(`${JSON.stringify(rows, undefined, 2)}\n`);
    else
        streams.out(
            `${columns(rows.map(({ id, level, severity, title }) => [id, level, severity, title])).join("\n")}\n`,
        );
    return 0;
}
