import type { types } from "@pulumi/kubernetes";
import { valueAt, type Data, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { join, namespaceOf } from "./kubernetes";
import { pods, type PodSpec } from "./pods";
import { lookup, ofKind, sourceOf, stack, unseenOfKind, type Stack, type StackObject } from "./stack";
import type { Found, Subjects, Unseen } from "./subjects";

/** A pod with the service account that it runs as, where the stack declares that. */
export interface PodWithServiceAccount {
    pod: PodSpec;
    serviceAccount?: Partial<Pick<types.output.core.v1.ServiceAccount, "automountServiceAccountToken">>;
}

export const podsWithServiceAccounts: Subjects<PodWithServiceAccount> = stack(
    "pods with their service accounts",
    (index) => {
        const accounts = ofKind("ServiceAccount", index).filter(({ group }) => group === "");
        const named = lookup(accounts, ({ name }) => name);
        return index.resources.flatMap((resource) => podsIn(resource, named, index));
    },
    ({ pod = {}, serviceAccount }) => [
        ...pods.embed({ pod: { ...pod, serviceAccountName: "example" } }),
        ...(serviceAccount === undefined ? [] : [example(serviceAccount)]),
    ],
);

/** What finds the service accounts that have a name, or may have it. */
type Accounts = (name: unknown) => readonly StackObject[];

function podsIn(resource: Resource, accounts: Accounts, index: Stack): (Found<PodWithServiceAccount> | Unseen)[] {
    return pods.find([resource]).map((found) => {
        if ("unseen" in found) return { ...found, urn: resource.urn };
        const { pod, object } = found.subject;
        const name: unknown = isUnknown(pod) ? pod : (pod.serviceAccountName ?? pod.serviceAccount ?? "default");
        const namespace: unknown = valueAt(object, "namespace") ?? (isUnknown(object) ? object : "default");
        const account = accountOf(resource, accounts(name), name, namespace, index);
        const serviceAccount = account instanceof Object ? account.object : (account as Data | undefined);
        const place = `ServiceAccount ${account instanceof Object ? (account.name ?? account.resource.name) : ""}`;
        const at = {
            ...found.at,
            serviceAccount: join(found.path, "serviceAccountName"),
            "serviceAccount.automountServiceAccountToken": `${place}: automountServiceAccountToken`,
        };
        return { ...found, subject: { pod, serviceAccount }, at, urn: resource.urn };
    });
}

/** The service account of that name, or a sentinel where it is not known yet which of the stack's it is, if any. */
function accountOf(
    resource: Resource,
    accounts: readonly StackObject[],
    name: unknown,
    namespace: unknown,
    index: Stack,
): StackObject | typeof sentinels.object | undefined {
    const source = isUnknown(name) ? sourceOf(resource, "spec", "ServiceAccount", index) : undefined;
    if (source !== undefined) return source;
    const possible = accounts.filter(
        (it) => it.resource.provider === resource.provider && mayBe(namespaceOf(it), namespace),
    );
    const named = possible.filter((it) => it.name === name && namespaceOf(it) === namespace && !isUnknown(namespace));
    // A patch may say what the account itself does not.
    const account = named.find(({ object }) => object.automountServiceAccountToken !== undefined) ?? named[0];
    const couldHelp = possible.filter(
        ({ object: { automountServiceAccountToken: it } }) => it === false || isUnknown(it),
    );
    const open = account === undefined && couldHelp.length + unseenOfKind("ServiceAccount", index).length > 0;
    return open ? sentinels.object : account;
}

function mayBe(one: unknown, other: unknown): boolean {
    return isUnknown(one) || isUnknown(other) || one === other;
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
