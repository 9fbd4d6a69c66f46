import { formats, type Format, type Structure } from "./credential-formats";
import { isPassword, looksGenerated } from "./placeholder";

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
/** The formats by their keywords, of which none begins with another one. */
const formatOf = new Map(formats.flatMap((format) => format.keywords.map((keyword) => [keyword, format])));
const anyKeyword = new RegExp([...formatOf.keys()].map(escaped).join("|"));
/** Finds keywords that overlap, too. */
const everyKeyword = new RegExp(`(?=(${anyKeyword.source}))`, "g");

/** Whether a text has anything of a credential; nearly all have not, and this is cheap. */
export function mayHoldCredential(text: string, name = ""): boolean {
    // The shortest is a URL of twelve characters.
    return text.length >= 12 && (anyKeyword.test(text) || (name !== "" && anyKeyword.test(name)));
}

/**
 * What kind of credential a text holds, if it holds one; the name is that of its key or variable. Only what is certain by
 * its form: a random text may be anything.
 */
export function credentialIn(text: string, name = ""): string | undefined {
    if (!mayHoldCredential(text, name)) return undefined;
    const whole = `${name}=${text}`;
    const possible = new Set<Format | undefined>();
    for (const [, keyword = ""] of whole.matchAll(everyKeyword)) possible.add(formatOf.get(keyword));
    return formats.find((format) => {
        if (!possible.has(format)) return false;
        for (const [, ...groups] of whole.matchAll(format.pattern)) {
            if (isSound[format.structure](...groups)) return true;
        }
        return false;
    })?.kind;
}

/** Whether what has a credential's outer form is one within. */
const isSound: Record<Structure, (...groups: string[]) => boolean> = {
    generated: (secret = "") => looksGenerated(secret),
    "aws-secret": (secret = "") => looksGenerated(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret),
    github: (secret = "") => checksum(secret.slice(0, 30)) === secret.slice(30),
    "private-key": (body = "") => isKeyBody(body),
    "encoded-key": (text = "") => {
        const [, body] = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----([^]*)/.exec(decoded(text)) ?? [];
        return body !== undefined && isKeyBody(body);
    },
    jwt: (text = "") => {
        const [header = "", payload = "", signature = ""] = text.split(".");
        const { alg, typ } = objectIn(header) ?? {};
        return typeof alg === "string" && (typ === undefined || typeof typ === "string") && alg !== "none"
            ? objectIn(payload) !== undefined && looksGenerated(signature) && !isSampleToken(payload)
            : false;
    },
    url: isPasswordOf,
    basic: (text = "") => {
        const [user = "", ...password] = decoded(text).split(":");
        const plain = password.join(":");
        return plain.length >= 5 && /^[\x20-\x7e]+$/.test(plain) && isPassword(user, plain, "registry");
    },
};

function isPasswordOf(user = "", password = "", host = ""): boolean {
    return isPassword(user, password, host === "" ? "database" : host);
}

function decoded(base64: string): string {
    return Buffer.from(base64, "base64").toString("latin1");
}

function objectIn(base64: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(decoded(base64));
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
    } catch {
        return undefined;
    }
}

/** The token that documentation of JSON Web Tokens shows everywhere. */
function isSampleToken(payload: string): boolean {
    return /John Doe|1234567890|example/i.test(decoded(payload));
}

/** Whether what follows the first line of a key in PEM is a key, not dots. */
function isKeyBody(text: string): boolean {
    const body = text
        .replaceAll(/\\[nrt]/g, "\n")
        .replaceAll(/^\s*(?:Proc-Type|DEK-Info|Version|Comment|Hash): .*$/gm, "")
        .replaceAll(/[\s"',+\\]/g, "");
    const [base64 = ""] = /^[A-Za-z0-9/=]+/.exec(body) ?? [];
    return base64.length >= 36 && new Set(base64).size >= 16 && !/(.)\1{15}/.test(base64.slice(0, 200));
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The checksum of GitHub's tokens: a CRC-32 in base 62. */
function checksum(text: string): string {
    let crc = 0xffffffff;
    for (const byte of Buffer.from(text)) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    let rest = (crc ^ 0xffffffff) >>> 0;
    let result = "";
    for (let place = 0; place < 6; place += 1) {
        result = `${digits.charAt(rest % 62)}${result}`;
        rest = Math.floor(rest / 62);
    }
    return result;
}
