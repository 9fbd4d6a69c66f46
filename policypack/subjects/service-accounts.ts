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
        const accounts = accountsOf(index);
        return index.resources.flatMap((resource) => podsIn(resource, accounts, index));
    },
    ({ pod = {}, serviceAccount }) => [
        ...pods.embed({ pod: { ...pod, serviceAccountName: "example" } }),
        ...(serviceAccount === undefined ? [] : [example(serviceAccount)]),
    ],
);

function podsIn(resource: Resource, accounts: Accounts, index: Stack): (Found<PodWithServiceAccount> | Unseen)[] {
    return pods.find([resource]).map((found) => {
        if ("unseen" in found) return { ...found, urn: resource.urn };
        const { pod, object } = found.subject;
        // To the API server an empty name is none.
        const name: unknown = isUnknown(pod) ? pod : pod.serviceAccountName || pod.serviceAccount || "default";
        const namespace: unknown = valueAt(object, "namespace") ?? (isUnknown(object) ? object : "default");
        const { account, open } = accountOf(resource, accounts, name, namespace, index);
        const serviceAccount = open === undefined ? account?.object : (sentinels.object as unknown as Data);
        const own = isUnknown(name) ? join(found.path, "serviceAccountName") : undefined;
        const around = isUnknown(namespace) ? join(found.at.object ?? "", "namespace") : undefined;
        const at = {
            ...found.at,
            serviceAccount: own ?? around ?? open ?? "",
            "serviceAccount.automountServiceAccountToken": `${placeOf(account)}: automountServiceAccountToken`,
        };
        return { ...found, subject: { pod, serviceAccount }, at, urn: resource.urn };
    });
}

/** What finds the service accounts of a cluster that have a name and a namespace, or may have them. */
interface Accounts {
    named: (provider: string | undefined, name: unknown, namespace: unknown) => readonly StackObject[];
    /** By cluster, the lists that may hold some. */
    unseen: ReadonlyMap<string | undefined, string>;
}

function accountsOf(index: Stack): Accounts {
    const accounts = ofKind("ServiceAccount", index).filter(({ group }) => group === "");
    const key = (...parts: unknown[]): string => JSON.stringify(parts);
    const known = lookup(accounts, (it) => {
        const namespace = namespaceOf(it);
        return it.name === undefined || isUnknown(namespace)
            ? undefined
            : key(it.resource.provider, namespace, it.name);
    });
    const byName = lookup(accounts, ({ name }) => name);
    return {
        named: (provider, name, namespace) => {
            const found =
                isUnknown(name) || isUnknown(namespace) ? byName(name) : known(key(provider, namespace, name));
            return found.filter(
                (it) =>
                    it.resource.provider === provider &&
                    mayBe(namespaceOf(it), namespace) &&
                    (it.name === undefined || mayBe(it.name, name)),
            );
        },
        unseen: new Map(
            unseenOfKind("ServiceAccount", index).map(({ resource, unseen }) => [resource.provider, unseen]),
        ),
    };
}

function placeOf(account: StackObject | undefined): string {
    return `ServiceAccount ${account?.name ?? account?.resource.name ?? ""}`;
}

/** The service account of that name; or, where it is not known yet which of the stack's it is, if any, what is open. */
function accountOf(
    resource: Resource,
    { named, unseen }: Accounts,
    name: unknown,
    namespace: unknown,
    index: Stack,
): { account?: StackObject; open?: string } {
    const source = isUnknown(name) ? sourceOf(resource, "spec", "ServiceAccount", index) : undefined;
    if (source !== undefined) return { account: source };
    const possible = named(resource.provider, name, namespace);
    const certain = possible.filter((it) => it.name === name && namespaceOf(it) === namespace && !isUnknown(namespace));
    // A patch may say what the account itself does not.
    const account = certain.find(({ object }) => object.automountServiceAccountToken !== undefined) ?? certain[0];
    if (account !== undefined) return { account };
    const helpful = possible.find(({ object: { automountServiceAccountToken: it } }) => it === false || isUnknown(it));
    if (helpful === undefined) return { open: unseen.get(resource.provider) };
    const field = isUnknown(namespaceOf(helpful)) ? "namespace" : "name";
    return { open: `${placeOf(helpful)}: metadata.${field}` };
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
