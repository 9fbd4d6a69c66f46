import * as pulumi from "@pulumi/pulumi";
import { isDeferred } from "./refusal";

/** What is made from a value: now, or, where the value is inside an Output, when it is known. */
export function derived<T, R>(value: pulumi.Input<T>, make: (known: T) => pulumi.Input<R>): pulumi.Input<R> {
    if (!isDeferred(value)) return make(value);
    // An Output that is made there is not nested in this one.
    return pulumi.output(value as Promise<T>).apply((known) => make(known as T)) as pulumi.Output<R>;
}
