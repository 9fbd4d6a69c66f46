import ipaddr from "ipaddr.js";

/** What is wrong with a value, as half a sentence that follows it, or nothing. */
export type Fault<T> = (value: T) => string | undefined;

/** A DNS label (RFC 1123), as names of Namespaces and label values need it. */
export const dnsLabel: Fault<string> = (value) =>
    value.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)
        ? undefined
        : "is not a DNS label: at most 63 lower-case letters, digits and hyphens, a letter or digit first and last";

/** A DNS subdomain (RFC 1123), as names of most objects need it. */
export const dnsSubdomain: Fault<string> = (value) =>
    value.length <= 253 && value.split(".").every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))
        ? undefined
        : "is not a DNS subdomain: lower-case letters, digits, hyphens and dots, at most 253 of them";

const word = /^([A-Za-z0-9][-_.A-Za-z0-9]*)?[A-Za-z0-9]$/;

/** The key of a label or an annotation: a name, with a DNS subdomain and a slash before it or without. */
export const labelKey: Fault<string> = (value) => {
    const [name = "", prefix, ...rest] = value.split("/").reverse();
    const fine = rest.length === 0 && name.length <= 63 && word.test(name);
    return fine && (prefix === undefined || dnsSubdomain(prefix) === undefined)
        ? undefined
        : "is not the key of a label: at most 63 letters, digits, hyphens, dots and underscores, after a domain and a slash or without";
};

/** The value of a label. */
export const labelValue: Fault<string> = (value) =>
    value === "" || (value.length <= 63 && word.test(value))
        ? undefined
        : "is not the value of a label: at most 63 letters, digits, hyphens, dots and underscores, a letter or digit first and last";

/** A key of a Secret. */
export const secretKey: Fault<string> = (value) =>
    value.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(value) && value !== "." && value !== ".."
        ? undefined
        : "is not a key of a Secret: letters, digits, hyphens, dots and underscores";

/** The name of an environment variable, as every shell and runtime reads it. */
export const variableName: Fault<string> = (value) =>
    /^[A-Za-z_][-._A-Za-z0-9]*$/.test(value)
        ? undefined
        : "is not the name of an environment variable: letters, digits and underscores, no digit first";

const quantity = /^(\d+(?:\.\d*)?|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/** A positive quantity of memory or storage, in bytes (`64Mi`, `1Gi`). */
export const bytes: Fault<string> = (value) => {
    const [, number, unit = ""] = quantity.exec(value) ?? [];
    if (number === undefined || Number(number) === 0) return "is not a quantity of bytes, such as 64Mi or 1Gi";
    return ["n", "u", "m"].includes(unit) ? "is less than a byte: did you mean Mi?" : undefined;
};

/** How many bytes a quantity is. */
export function byteCount(value: string): number {
    const [, number, unit = ""] = quantity.exec(value) ?? [];
    const [prefix = "", binary] = unit;
    const power = "kMGTPE".toLowerCase().indexOf(prefix.toLowerCase()) + 1;
    return /^[eE][+-]?\d/.test(unit)
        ? Number(value)
        : Number(number) * (binary === "i" ? 1024 : 1000) ** (unit === "" ? 0 : power);
}

/** A positive quantity of CPU, in cores (`100m`, `0.5`). */
export const cores: Fault<string> = (value) => {
    const [, number, unit = ""] = quantity.exec(value) ?? [];
    return number !== undefined && Number(number) > 0 && ["", "m"].includes(unit)
        ? undefined
        : "is not a quantity of CPU, such as 100m or 0.5";
};

/** A whole number within bounds, both included. */
export const between =
    (least: number, most: number): Fault<number> =>
    (value) =>
        Number.isInteger(value) && value >= least && value <= most
            ? undefined
            : `is not a whole number from ${least} to ${most}`;

/** A network port. */
export const port = between(1, 65535);

/** A user or group ID other than root's. */
export const nonRootId = between(1, 2 ** 31 - 1);

/** An IPv4 or IPv6 address. */
export const address: Fault<string> = (value) =>
    ipaddr.isValid(value) && (value.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(value))
        ? undefined
        : "is not an IP address";

/** A block of IP addresses (`10.0.0.0/8`). */
export const cidr: Fault<string> = (value) => {
    const [host = "", bits = ""] = value.split("/");
    if (!ipaddr.isValidCIDR(value) || address(host) !== undefined) {
        return "is not a block of IP addresses, such as 10.0.0.0/8";
    }
    const family = host.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
    const first = family.networkAddressFromCIDR(value).toString();
    return first === ipaddr.parse(host).toString() ? undefined : `is ambiguous: did you mean ${first}/${bits}?`;
};

/** An absolute path below the root of the container's file system. */
export const mountPath: Fault<string> = (value) =>
    /^(\/[^/:\0]+)+$/.test(value) && !value.split("/").some((part) => part === "." || part === "..")
        ? undefined
        : "is not an absolute path below /";

/** A DNS label that begins with a letter (RFC 1035), as names of Services need it. */
export const serviceName: Fault<string> = (value) =>
    dnsLabel(value) ??
    (/^[a-z]/.test(value) ? undefined : "does not begin with a letter, as the name of a Service does");

/** What is wrong with a value, or that it is too long for the names that the cluster makes from it. */
export const atMost =
    (length: number, fault: Fault<string>): Fault<string> =>
    (value) =>
        fault(value) ??
        (value.length > length ? `has more than ${length} characters, too many for what is named after it` : undefined);
