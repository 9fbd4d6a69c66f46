import { Cron } from "croner";
import type { Fault } from "./formats";

/** What Kubernetes knows beside five fields. */
const nicknames = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

const field = (value: string, end = value) => {
    const range = `(\\*|\\?|${value}(-${end})?)(/\\d+)?`;
    return `${range}(,${range})*`;
};
const number = "\\d+";
const month = "(\\d+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
const days = "mon|tue|wed|thu|fri|sat";
// Sunday is 0 and not 7, so that no range ends with it.
const fields = [
    field(number),
    field(number),
    field(number),
    field(month),
    field(`([0-6]|sun|${days})`, `([0-6]|${days})`),
];
/** Of what the library takes, that which Kubernetes does, too: no last days, no second Sundays. */
const grammar = new RegExp(`^${fields.join("\\s+")}$`, "i");
const highest = [59, 23, 31, 12, 6];

/** What the library reads as Kubernetes reads the schedule: there a question mark is an asterisk, and 5/15 is 5-59/15. */
function plainly(schedule: string): string {
    const plain = (field: string, index: number) =>
        field.replaceAll("?", "*").replaceAll(/(^|,)(\w+)\//g, `$1$2-${highest[index] ?? ""}/`);
    return schedule.split(/\s+/).map(plain).join(" ");
}

/** When a CronJob runs, as Kubernetes reads it. */
export const schedule: Fault<string> = (value) => {
    if (/^\s*(CRON_)?TZ=/.test(value)) return "names a time zone: set the argument timeZone";
    if (nicknames.includes(value)) return undefined;
    const wrong = `is not a schedule: minute, hour, day of the month, month and day of the week (0 to 6), or one of ${nicknames.join(", ")}`;
    if (!grammar.test(value.trim())) return wrong;
    try {
        new Cron(plainly(value.trim()), { mode: "5-part", paused: true });
        return undefined;
    } catch {
        return wrong;
    }
};

/** The name of a time zone of the IANA database, written as there. */
export const timeZone: Fault<string> = (value) => {
    const wrong = "is not the name of a time zone, such as Europe/Berlin or Etc/UTC";
    // An offset is one in JavaScript only.
    if (!/^[A-Z]/.test(value)) return wrong;
    try {
        const { timeZone: name } = new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions();
        const respelt = name !== value && name.toLowerCase() === value.toLowerCase();
        return respelt ? `is spelt otherwise: did you mean ${name}?` : undefined;
    } catch {
        return wrong;
    }
};
