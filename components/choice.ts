import type { Fault } from "./formats";

/** One of the values of an enumeration; JavaScript may pass any other. */
export const oneOf =
    (values: Record<string, string>): Fault<string> =>
    (value) =>
        Object.values(values).includes(value) ? undefined : `is none of ${Object.values(values).join(", ")}`;
