import type { Standard } from "../control";
import type { PodSpec, SecuritySubject } from "./pods";

/** Whether the pod runs on Windows, where the API refuses the fields that exist on Linux only. */
export function onWindows(pod: PodSpec): boolean {
    return pod.os?.name === "windows";
}

/** Windows pods are exempt from the restricted controls on fields of Linux, since the version that knows `os`. */
export function exemptOnWindows(pod: PodSpec, { since }: Standard): boolean {
    return onWindows(pod) && since(25);
}

/** Root in a pod with a user namespace of its own is nobody on the node, which the standards honour since 1.35. */
export function exemptInUserNamespace(pod: PodSpec, { since }: Standard): boolean {
    return pod.hostUsers === false && since(35);
}

/** What the pod, or the one container, sets itself. */
export function ownSecurityContext({ pod, container }: SecuritySubject) {
    return container === undefined ? pod.securityContext : container.securityContext;
}
