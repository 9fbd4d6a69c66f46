import type { Answer, Subject } from "./analyzer";

const digest = `registry.example.com/app:1.2.3@sha256:${"0".repeat(64)}`;
export const goodContainer = {
    name: "app",
    image: digest,
    resources: { requests: { cpu: "100m" }, limits: { memory: "64Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
};
const goodPod = {
    serviceAccountName: "web",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
};

export function deployment(container: object = {}, pod: object = {}): Subject {
    const spec = { ...goodPod, ...pod, containers: [{ ...goodContainer, ...container }] };
    const props = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web" },
        spec: { template: { spec } },
    };
    return { type: "kubernetes:apps/v1:Deployment", name: "web", props };
}
export const privileged = { securityContext: { ...goodContainer.securityContext, privileged: true } };
export const configMap: Subject = {
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: "c" }, data: { a: "b" } },
};

export function namespace(labels: object = {}, name = "shop"): Subject {
    const props = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
    return { type: "kubernetes:core/v1:Namespace", name, props };
}

export const said = ({ diagnostics }: Answer) =>
    diagnostics.map(({ policy, level, message }) => ({ policy, level, message }));
export const policiesOf = ({ diagnostics }: Answer) => [...new Set(diagnostics.map(({ policy }) => policy))];
