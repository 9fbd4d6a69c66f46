import * as kubernetes from "@pulumi/kubernetes";
import type { Example, Rule } from "hardened-containers-policies/control";
import { subjectOf } from "hardened-containers-policies/judge";
import { isMarked } from "hardened-containers-policies/marks";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { format } from "prettier";

/** The example that says most to a reader: the first that sets something, and holds for every version, level and setting. */
export function telling(examples: readonly Example<object>[]): Example<object> {
    const plain = examples.filter(
        ({ version, level, settings }) => version === undefined && level === undefined && settings === undefined,
    );
    const [first = {}] = [...plain, ...examples];
    return (
        plain.find((each) => Object.values(each).some((part: unknown) => part !== undefined && !isEmpty(part))) ?? first
    );
}

/** A program that declares the resources of an example. */
export async function codeOf(rule: Rule, example: Example<object>): Promise<string> {
    const source = rule.on.embed(subjectOf(example)).map(declaration).join("\n\n");
    return (await format(source, { parser: "typescript", printWidth: 100, tabWidth: 4 })).trim();
}

function declaration({ type, name, props }: Resource): string {
    const [constructor, args] = classOf(type, props);
    return `new ${constructor}(${JSON.stringify(name)}, ${withSecrets(args)});`;
}

/** As JSON, but with what is marked as secret in a call that marks it. */
function withSecrets(args: Data): string {
    const marked = (holder: Data, key: string): string => `pulumi.secret(${JSON.stringify(holder[key])})`;
    const calls: string[] = [];
    const json = JSON.stringify(args, function (this: Data, key, value: unknown) {
        return isMarked(this, key) ? `call ${calls.push(marked(this, key)) - 1}` : value;
    });
    return json.replaceAll(/"call (\d+)"/g, (_, index: string) => calls[Number(index)] ?? "");
}

/** The class of an SDK for a type token, with the arguments that it does not set itself. */
function classOf(type: string, props: Data): [string, Data] {
    const [, group = "", version = "", kind = ""] = /^kubernetes:([^/:]+)\/([^/:]+):(\w+)$/.exec(type) ?? [];
    if (kind === "") return [type.replace(/^(\w+):(\w+)\/\w+:(\w+)$/, "$1.$2.$3"), props];
    const path = [group.replace(/\..*/, ""), version, kind];
    const known = path.reduce<unknown>((here, key) => (here as Data | undefined)?.[key], kubernetes) as
        { __pulumiType?: string } | undefined;
    if (known?.__pulumiType !== type) return ["kubernetes.apiextensions.CustomResource", props];
    const args = Object.entries(props).filter(([key]) => key !== "apiVersion" && key !== "kind");
    return [`kubernetes.${path.join(".")}`, Object.fromEntries(args.filter(([, value]) => !isEmpty(value)))];
}

function isEmpty(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
