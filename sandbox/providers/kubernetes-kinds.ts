const clusterScoped: Record<string, string[]> = {
    "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
    "admissionregistration.k8s.io": [
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    ],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
    "apiregistration.k8s.io": ["APIService"],
    "authentication.k8s.io": ["SelfSubjectReview", "TokenReview"],
    "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
    "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
    "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
    "internal.apiserver.k8s.io": ["StorageVersion"],
    "networking.k8s.io": ["IngressClass", "IPAddress", "ServiceCIDR"],
    "node.k8s.io": ["RuntimeClass"],
    policy: ["PodSecurityPolicy"],
    "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
    "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceSlice"],
    "scheduling.k8s.io": ["PriorityClass"],
    "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
    "storagemigration.k8s.io": ["StorageVersionMigration"],
};

// As the real provider has them; what a kind's API server would refuse to change in place.
const immutableFields: Record<string, string[]> = {
    ClusterRoleBinding: ["roleRef"],
    CSIDriver: ["spec"],
    DaemonSet: ["spec.selector"],
    Deployment: ["spec.selector"],
    Job: ["spec.completionMode", "spec.selector", "spec.template"],
    PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
    Pod: ["spec"],
    ReplicaSet: ["spec.selector"],
    RoleBinding: ["roleRef"],
    RuntimeClass: ["handler"],
    Secret: ["type"],
    Service: ["spec.clusterIP"],
    StatefulSet: ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
    StorageClass: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
};

/** The API group of an apiVersion; the core group has no name. */
export function groupOf(apiVersion: string): string {
    return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Kinds of custom resources, as the definitions in the same stack declare them. */
const declared = new Map<string, boolean>();

/** Remembers the scope that a CustomResourceDefinition declares. */
export function declareKind(group: string, kind: string, namespaced: boolean): void {
    declared.set(`${group}/${kind}`, namespaced);
}

/** Like the real provider, takes a custom resource of unknown scope for a namespaced one. */
export function isNamespaced(apiVersion: string, kind: string): boolean {
    const group = groupOf(apiVersion);
    return declared.get(`${group}/${kind}`) ?? !clusterScoped[group]?.includes(kind);
}

/** The paths of a kind that only a replacement can change. */
export function immutableOf(kind: string): string[] {
    return ["apiVersion", "kind", "metadata.name", "metadata.namespace", ...(immutableFields[kind] ?? [])];
}
