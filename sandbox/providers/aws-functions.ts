import { isObject, read, text, type Properties, type Value } from "./wire";

/** AWS's own example account: it belongs to nobody. */
export const account = "123456789012";
export const partition = "aws";

function list(value: Value | undefined): Value[] {
    const plain = read(value);
    return Array.isArray(plain) ? plain : [];
}

// IAM writes a list of one as that one.
function short(value: Value | undefined): Value {
    const items = list(value);
    return items.length === 1 && items[0] !== undefined ? items[0] : items;
}

function grouped(items: Value[], outer: string, inner: string, values: string): Properties {
    const result: Record<string, Record<string, Value>> = {};
    for (const item of items.filter(isObject)) {
        const group = text(item[outer]) ?? "";
        result[group] = { ...result[group], [text(item[inner]) ?? group]: short(item[values]) };
    }
    return result;
}

function principals(items: Value[]): Value {
    const types = items.filter(isObject).map((item) => [text(item["type"]) ?? "", short(item["identifiers"])] as const);
    return types.some(([type, who]) => type === "*" && who === "*") ? "*" : Object.fromEntries(types);
}

function statement(item: Value): Properties {
    const lists = { Action: "actions", NotAction: "notActions", Resource: "resources", NotResource: "notResources" };
    const parties = { Principal: "principals", NotPrincipal: "notPrincipals" };
    const filled = ([, property]: string[]) => list(read(item, property ?? "")).length > 0;
    const conditions = grouped(list(read(item, "conditions")), "test", "variable", "values");
    return {
        ...(text(read(item, "sid")) ? { Sid: read(item, "sid") ?? null } : {}),
        Effect: text(read(item, "effect")) ?? "Allow",
        ...Object.fromEntries(
            Object.entries(lists)
                .filter(filled)
                .map(([key, property]) => [key, short(read(item, property))]),
        ),
        ...Object.fromEntries(
            Object.entries(parties)
                .filter(filled)
                .map(([key, from]) => [key, principals(list(read(item, from)))]),
        ),
        ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
    };
}

function policyDocument(args: Properties): Properties {
    const document = {
        Version: text(args["version"]) ?? "2012-10-17",
        Statement: list(args["statements"]).map(statement),
    };
    return { id: "policy", json: JSON.stringify(document, null, 2), minifiedJson: JSON.stringify(document) };
}

/** Answers the functions whose answer needs no account; the others say so. */
export function invoke(token: string, args: Properties, region: string): Properties {
    switch (token.split(":").pop()) {
        case "getPolicyDocument":
            return policyDocument(args);
        case "getCallerIdentity":
            return {
                id: account,
                accountId: account,
                userId: "SANDBOX",
                arn: `arn:${partition}:iam::${account}:user/sandbox`,
            };
        case "getRegion":
            return { id: region, region, name: region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
        case "getPartition":
            return { id: partition, partition, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
        case "getAvailabilityZones":
            return { id: region, names: ["a", "b", "c"].map((zone) => region + zone), region };
        default:
            throw new Error(`the sandbox has no ${token}: it would need an AWS account`);
    }
}
