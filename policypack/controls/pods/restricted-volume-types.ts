import { control } from "../../control";
import { volumes } from "../../subjects/pods";

/** Sources that are allowed, and what is not this control's: the name, and hostPath, which is no-host-path's. */
const allowed = [
    "name",
    "hostPath",
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/** The other sources that Kubernetes has, or has had. */
const forbidden = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "iscsi",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
];

export default control({
    id: "restricted-volume-types",
    title: "Volumes come from the API, from claims or from memory",
    severity: "high",
    level: "mandatory",
    why: "The other sources reach storage past the cluster's own access control; some run code on the node to mount it.",
    references: ["PSS Restricted: Volume Types"],
    podSecurity: "restricted",
    on: volumes,
    check: ({ volume }) => {
        // A volume without a source becomes an emptyDir in the API server.
        const sources = Object.keys(volume).filter((key) => !allowed.includes(key));
        return sources.length > 0 ? `is of type ${sources.join(", ")}` : undefined;
    },
    good: [
        { volume: {} },
        { volume: { name: "data" } },
        { volume: { configMap: { name: "settings" } } },
        { volume: { csi: { driver: "secrets-store.csi.k8s.io" } } },
        { volume: { downwardAPI: {} } },
        { volume: { emptyDir: {} } },
        { volume: { ephemeral: {} } },
        { volume: { image: { reference: "example.com/data:1" } } },
        { volume: { persistentVolumeClaim: { claimName: "data" } } },
        { volume: { projected: {} } },
        { volume: { secret: { secretName: "tls" } } },
        { volume: { hostPath: { path: "/data" } } },
    ],
    bad: forbidden.map((source) => ({ volume: { [source]: {} } })),
});
