import type { Condition, Principal, Statement } from "./iam";

/** Whether a principal is everybody, in any account. */
export function isEveryone({ id }: Principal): boolean {
    return id !== undefined && (id === "*" || /^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?]/.test(id));
}

/** The account that a principal of type `AWS` is in. */
export function accountOf({ type, id }: Principal): string | undefined {
    if (type !== "AWS" || id === undefined) return undefined;
    return /^\d{12}$/.test(id) ? id : /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(id)?.[1];
}

/** Whether a principal is all of an account, whoever its administrators let act. */
export function isWholeAccount({ type, id }: Principal): boolean {
    return type === "AWS" && id !== undefined && /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(id);
}

/** How an operator compares; nothing where it holds, too, for requests that lack the key or have another value. */
const comparisons: Record<string, "exact" | "pattern" | "address"> = {
    stringequals: "exact",
    stringequalsignorecase: "exact",
    stringlike: "pattern",
    arnequals: "pattern",
    arnlike: "pattern",
    ipaddress: "address",
};

/** What says who asks, or through what of their own, and what a pattern must fix of it to bound that. */
const bounds: Record<string, RegExp> = {
    "aws:principalorgid": /^[^*?]+$/,
    "aws:principalorgpaths": /^[^*?/]+\//,
    "aws:principalaccount": /^[^*?]+$/,
    "aws:principalarn": /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/,
    "aws:sourcearn": /^(arn:[^:]*:[^:]*:[^:]*:\d{12}:|[^*?]+$)/,
    "aws:sourceaccount": /^[^*?]+$/,
    "aws:sourceorgid": /^[^*?]+$/,
    "aws:sourceorgpaths": /^[^*?/]+\//,
    "aws:sourcevpc": /^[^*?]+$/,
    "aws:sourcevpce": /^[^*?]+$/,
    "aws:userid": /^[^*?:]+(:|$)/,
};

/** Whether a condition of an allowing statement bounds who it allows, or from where. */
export function isBounded({ conditions = [] }: Statement): boolean {
    return conditions.some((each) => bindsBy(each, Object.keys(bounds)) || bindsAddress(each));
}

/** Whether a condition compares one of these keys with values that bound it. */
export function bindsBy({ operator, key = "", values }: Condition, keys: readonly string[]): boolean {
    const name = key.toLowerCase();
    const comparison = comparisonOf(operator);
    const bound = keys.includes(name) ? bounds[name] : undefined;
    if (bound === undefined || comparison === undefined || comparison === "address") return false;
    return all(values, (value) => !isOwnVariable(value) && (comparison === "exact" || bound.test(value)));
}

/** As S3 does, a block wider than /8, or /32 of IPv6, counts as everywhere. */
function bindsAddress({ operator, key = "", values }: Condition): boolean {
    if (key.toLowerCase() !== "aws:sourceip" || comparisonOf(operator) !== "address") return false;
    return all(values, (value) => {
        const bits = /^[\d.]+(?:\/(\d+))?$/.exec(value) ?? /^[\da-f:.]*:[\da-f:.]*(?:\/(\d+))?$/i.exec(value);
        return bits !== null && Number(bits[1] ?? 128) >= (value.includes(":") ? 32 : 8);
    });
}

/** Of the set operators only `ForAnyValue` needs the key to be there; of the plain ones `…IfExists` does not. */
function comparisonOf(operator: string) {
    const name = operator.toLowerCase().replace(/^foranyvalue:/, "");
    return Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
}

function all(values: readonly string[] = [], test: (value: string) => boolean): boolean {
    return values.length > 0 && values.every(test);
}

/** A variable that whoever asks fills with their own value. */
function isOwnVariable(value: string): boolean {
    return /\$\{aws:(principal|userid|username|source)/i.test(value);
}

/** Whether a pattern of actions, such as `ecr:Put*`, matches an action; case does not matter to IAM. */
export function matches(pattern: string, action: string): boolean {
    return matchesWildcards(pattern.toLowerCase(), action.toLowerCase());
}

/** The first of these actions that a statement is about. */
export function firstOf({ actions = [], notActions }: Statement, wanted: readonly string[]): string | undefined {
    return wanted.find((action) =>
        notActions === undefined
            ? actions.some((each) => matches(each, action))
            : !notActions.some((each) => matches(each, action)),
    );
}

/** Whether a text is of a pattern in which `*` is any characters and `?` any one. Time grows with the lengths' product. */
export function matchesWildcards(pattern: string, text: string): boolean {
    let star = -1;
    let resume = 0;
    let at = 0;
    let here = 0;
    while (here < text.length) {
        if (pattern[at] === "*") {
            star = at;
            at += 1;
            resume = here;
        } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[here])) {
            at += 1;
            here += 1;
        } else if (star >= 0) {
            // Let the last star take one character more.
            at = star + 1;
            resume += 1;
            here = resume;
        } else {
            return false;
        }
    }
    return /^\**$/.test(pattern.slice(at));
}
