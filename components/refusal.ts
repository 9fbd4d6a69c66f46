import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "./formats";

/** Ends the program with one sentence about an argument: `Deployment web: image is …`. */
export function refuse(component: pulumi.Resource, argument: string, fault: string): never {
    const { __name: name, __pulumiType: type } = component as unknown as { __name?: string; __pulumiType: string };
    const kind = type.split(":").at(-1) ?? type;
    const message = `${kind} ${name ?? ""}: argument ${argument} ${fault}`;
    const error = new pulumi.ResourceError(/[.?]$/.test(message) ? message : `${message}.`, component, true);
    // Pulumi inspects an error that ends a program; with all that hangs on the resource that takes half a minute.
    throw Object.defineProperty(error, inspect.custom, { value: () => error.message });
}

/** A value that is only known later. */
export type Deferred = pulumi.Output<unknown> | Promise<unknown>;

/** Whether the value of an input is only known later. */
export function isDeferred(value: unknown): value is Deferred {
    // What another language leaves unknown arrives as a mark of Pulumi's.
    return pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.isUnknown(value);
}

/** The Output of a value that is only known later. */
export function outputOf(deferred: Deferred): pulumi.Output<unknown> {
    return pulumi.output(deferred as Promise<object>);
}

/** Refuses a value that is wrong, and names it unless it is a secret. */
export function verify<T extends string | number>(
    component: pulumi.Resource,
    argument: string,
    value: T,
    fault: Fault<T>,
    secret = false,
): T {
    const problem = typeof value === "string" || typeof value === "number" ? fault(value) : "is not set";
    const found = secret ? "a secret" : JSON.stringify(value);
    if (problem !== undefined) refuse(component, argument, `(${found}) ${problem}`);
    return value;
}

/**
 * The value, verified: now, or, inside an Output, when it is known. An unknown value stays unknown, a secret secret.
 * @throws pulumi.ResourceError that names the argument
 */
export function checked<T extends string | number>(
    component: pulumi.Resource,
    argument: string,
    value: pulumi.Input<T>,
    fault: Fault<T>,
): pulumi.Input<T> {
    if (!isDeferred(value)) return verify(component, argument, value, fault);
    const output = pulumi.output(value as Promise<T>);
    return output.apply(async (known) => verify(component, argument, known as T, fault, await pulumi.isSecret(output)));
}

/** The same for an argument that may be left out. */
export function optional<T extends string | number>(
    component: pulumi.Resource,
    argument: string,
    value: pulumi.Input<T> | undefined,
    fault: Fault<T>,
): pulumi.Input<T> | undefined {
    return value === undefined ? undefined : checked(component, argument, value, fault);
}
