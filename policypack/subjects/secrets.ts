import { isMarked, mark } from "../marks";
import { isData, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { join, kubernetesObjects, type KubernetesObject } from "./kubernetes";
import type { Found, Subjects, Unseen } from "./subjects";

/** One value of a Kubernetes Secret. */
export interface SecretValue {
    /** Decoded, where the Secret holds it in base64. */
    value?: string;
    /** Whether it arrived with Pulumi's secret mark. */
    marked: boolean;
}

/** The values of Secrets, one at a time. */
export const secretValues: Subjects<SecretValue> = {
    name: "values of Secrets",
    scope: "resource",
    find: (resources) => resources.flatMap(valuesOf),
    // In a list, as there the SDK does not mark values by itself.
    embed: ({ value, marked = false }) => {
        const stringData: Data = value === undefined ? {} : { password: value };
        if (marked) mark(stringData, "password");
        const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "example" }, stringData };
        const props = { apiVersion: "v1", kind: "SecretList", items: [secret] };
        return [{ type: "kubernetes:core/v1:SecretList", urn: "", name: "example", props }];
    },
};

function valuesOf(resource: Resource): (Found<SecretValue> | Unseen)[] {
    return kubernetesObjects(resource).flatMap((it): (Found<SecretValue> | Unseen)[] => {
        if ("unseen" in it) return it.kind === "" || it.kind === "Secret" ? [it] : [];
        if (it.group !== "" || it.kind !== "Secret") return [];
        return ["data", "stringData"].flatMap((field) => valuesIn(it, field, resource));
    });
}

function valuesIn(
    { object, path, partial }: KubernetesObject,
    field: string,
    { secretOutputs = [] }: Resource,
): (Found<SecretValue> | Unseen)[] {
    const values = object[field];
    const place = join(path, field);
    if (isUnknown(values)) {
        // What is not known yet comes without its mark. The SDK marks all of the field where it knows the type, as its
        // options show; whether it did is judged again once the values are known.
        return isMarked(object, field) || secretOutputs.includes(field) ? [] : [{ unseen: place, partial }];
    }
    if (!isData(values)) return [];
    return Object.entries(values).map(([key, value]) => {
        const plain = typeof value === "string" && !isUnknown(value);
        const text = plain && field === "data" ? Buffer.from(value, "base64").toString() : value;
        const subject = { value: text as string | undefined, marked: isMarked(values, key) };
        const at = { value: `${place}.${key}`, marked: `${place}.${key}` };
        return { path: at.value, subject: typeof value === "string" ? subject : { marked: true }, at, partial };
    });
}
