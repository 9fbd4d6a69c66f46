import type { types } from "@pulumi/kubernetes";
import { valueAt, type Data, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { pods, type PodSpec } from "./pods";
import { stack, type Stack, type StackObject } from "./stack";
import type { Found, Subjects, Unseen } from "./subjects";

/** A pod with the service account that it runs as, where the stack declares that. */
export interface PodWithServiceAccount {
    pod: PodSpec;
    serviceAccount?: Partial<Pick<types.output.core.v1.ServiceAccount, "automountServiceAccountToken">>;
}

export const podsWithServiceAccounts: Subjects<PodWithServiceAccount> = stack(
    "pods with their service accounts",
    (index) => index.resources.flatMap((resource) => podsIn(resource, index)),
    ({ pod = {}, serviceAccount }) => [
        ...pods.embed({ pod: { ...pod, serviceAccountName: "example" } }),
        ...(serviceAccount === undefined ? [] : [example(serviceAccount)]),
    ],
);

function podsIn(resource: Resource, index: Stack): (Found<PodWithServiceAccount> | Unseen)[] {
    return pods.find([resource]).map((found) => {
        if ("unseen" in found) return { ...found, urn: resource.urn };
        const { pod, object } = found.subject;
        const name = pod.serviceAccountName ?? pod.serviceAccount ?? "default";
        const accounts = index.objects.filter(
            (it) => it.group === "" && it.kind === "ServiceAccount" && it.resource.provider === resource.provider,
        );
        const namespace: unknown = object.namespace ?? "default";
        const open = isUnknown(name) || isUnknown(namespace);
        const account = open ? undefined : accounts.find((it) => isNamed(it, name, namespace));
        // Whichever account it is, only an account of this stack could make a difference.
        const unknown = open && accounts.length > 0 ? (sentinels.object as unknown as Data) : undefined;
        const at = { ...found.at, serviceAccount: `${found.path}.serviceAccountName` };
        return { ...found, subject: { pod, serviceAccount: account?.object ?? unknown }, at, urn: resource.urn };
    });
}

function isNamed(it: StackObject, name: string, namespace: unknown): boolean {
    return it.name === name && (valueAt(it.object, "metadata", "namespace") ?? "default") === namespace;
}

function example(props: Data): Resource {
    const metadata = { name: "example" };
    const type = "kubernetes:core/v1:ServiceAccount";
    return {
        type,
        urn: "urn:example",
        name: "example",
        props: { apiVersion: "v1", kind: "ServiceAccount", metadata, ...props },
    };
}
