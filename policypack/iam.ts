import { isData, type Data } from "./resource";
import { isUnknown } from "./unknown";

/** Who a statement is about: `{ type: "AWS", id: "123456789012" }`; for `"*"` the type is `*`, too. */
export interface Principal {
    type: string;
    id?: string;
}

/** One test of a statement: all of them must hold, each for one of its values. */
export interface Condition {
    operator: string;
    key?: string;
    values?: string[];
}

/** A statement of an IAM policy, whichever of IAM's spellings it has: lists are lists. */
export interface Statement {
    effect?: string;
    principals?: Principal[];
    actions?: string[];
    /** All actions but these, instead of `actions`. */
    notActions?: string[];
    resources?: string[];
    conditions?: Condition[];
}

/** A statement with the places of its parts; a value that is not known yet stays the sentinel it is. */
export interface PlacedStatement {
    statement: Statement;
    path: string;
    at: Record<string, string>;
}

/** What a policy is made of: statements, places that are not known yet, and what is wrong with its form. */
export type PolicyPart = PlacedStatement | { unseen: string } | { path: string; fault: string };

/** The parts of a policy, which is JSON or the object that becomes it. */
export function partsOf(policy: unknown, path: string): PolicyPart[] {
    if (isUnknown(policy)) return [{ unseen: path }];
    const document = typeof policy === "string" ? parsed(policy) : policy;
    if (!isData(document)) return [{ path, fault: "is not a policy in JSON" }];
    const place = `${path}.Statement`;
    const list = document.Statement;
    if (isUnknown(list)) return [{ unseen: place }];
    const statements: unknown[] = Array.isArray(list) ? list : isData(list) ? [list] : [];
    if (statements.length === 0) return [{ path, fault: "has no statement" }];
    return statements.map((each, number) => {
        const here = Array.isArray(list) ? `${place}[${number}]` : place;
        if (isUnknown(each)) return { unseen: here };
        return isData(each) ? placed(each, here) : { path: here, fault: "is not a statement" };
    });
}

/** What JSON says, or nothing where it is none. */
export function parsed(json: string): unknown {
    try {
        return JSON.parse(json) as unknown;
    } catch {
        return undefined;
    }
}

function placed(raw: Data, path: string): PlacedStatement {
    const at: Record<string, string> = { statement: path, "statement.effect": `${path}.Effect` };
    const list = (part: string, field: string) => listOf(raw[field], `statement.${part}`, `${path}.${field}`, at);
    const statement = {
        effect: raw.Effect,
        principals: principalsOf(raw, path, at),
        actions: list("actions", "Action"),
        ...((raw.NotAction ?? undefined) === undefined ? {} : { notActions: list("notActions", "NotAction") }),
        resources: list("resources", "Resource"),
        conditions: conditionsOf(raw.Condition, `${path}.Condition`, at),
    };
    return { statement: statement as Statement, path, at };
}

/** A list of one may be written as that one. */
function listOf(value: unknown, part: string, path: string, at: Record<string, string>): unknown {
    at[part] = path;
    if (value === undefined || value === null) return [];
    if (isUnknown(value)) return value;
    if (Array.isArray(value)) return value.map(text);
    at[`${part}.0`] = path;
    return [text(value)];
}

/** What is no text is none that IAM takes. */
function text(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function principalsOf({ Principal: given, NotPrincipal: others }: Data, path: string, at: Record<string, string>) {
    const part = "statement.principals";
    at[part] = `${path}.Principal`;
    // All but some are everyone else, who nobody has named.
    if (others !== undefined && others !== null) return [{ type: "*", id: "*" }];
    if (isUnknown(given)) return given;
    if (!isData(given)) return given === undefined || given === null ? [] : [{ type: "*", id: text(given) }];
    const principals: Principal[] = [];
    for (const [type, ids] of Object.entries(given)) {
        const all: unknown[] = Array.isArray(ids) ? ids : [ids];
        for (const [number, id] of all.entries()) {
            const place = `${path}.Principal.${type}${Array.isArray(ids) ? `[${number}]` : ""}`;
            at[`${part}.${principals.length}`] = place;
            at[`${part}.${principals.length}.id`] = place;
            principals.push({ type, id: text(id) });
        }
    }
    return principals;
}

function conditionsOf(given: unknown, path: string, at: Record<string, string>) {
    const part = "statement.conditions";
    at[part] = path;
    if (isUnknown(given)) return given;
    const conditions: { operator: string; key: unknown; values: unknown }[] = [];
    for (const [operator, tests] of Object.entries(isData(given) ? given : {})) {
        const here = `${path}.${operator}`;
        const all: [unknown, unknown][] = isData(tests)
            ? Object.entries(tests)
            : isUnknown(tests)
              ? [[tests, tests]]
              : [];
        for (const [key, values] of all) {
            const own = `${part}.${conditions.length}`;
            const place = isData(tests) ? `${here}.${String(key)}` : here;
            at[own] = at[`${own}.key`] = place;
            conditions.push({ operator, key, values: listOf(values, `${own}.values`, place, at) });
        }
    }
    return conditions;
}

/** The statement as IAM writes it. */
export function written(statement: Partial<Statement>): Data {
    const { effect = "Allow", principals = [], actions = [], notActions, resources = [], conditions = [] } = statement;
    const types = [...new Set(principals.map(({ type }) => type))];
    const idsOf = (type: string) => principals.filter((each) => each.type === type).map(({ id }) => id);
    const operators = [...new Set(conditions.map(({ operator }) => operator))];
    const testsOf = (operator: string) =>
        conditions
            .filter((each) => each.operator === operator)
            .map(({ key, values }): [string, unknown] => [key ?? "", values]);
    return {
        Effect: effect,
        Principal: types.includes("*") ? "*" : Object.fromEntries(types.map((type) => [type, idsOf(type)])),
        ...(notActions === undefined ? { Action: actions } : { NotAction: notActions }),
        ...(resources.length === 0 ? {} : { Resource: resources }),
        ...(operators.length === 0
            ? {}
            : { Condition: Object.fromEntries(operators.map((each) => [each, Object.fromEntries(testsOf(each))])) }),
    };
}
