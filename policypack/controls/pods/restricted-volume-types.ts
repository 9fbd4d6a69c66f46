import { control } from "../../control";
import { volumes } from "../../subjects/pods";

const allowed = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
] as const;

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
        // A source-less volume becomes an emptyDir in the API server; hostPath is no-host-path's.
        const sources = Object.entries(volume as Record<string, unknown>).filter(
            ([key, value]) => key !== "name" && value !== undefined && value !== null,
        );
        if (sources.length === 0 || volume.hostPath || allowed.some((source) => volume[source])) return undefined;
        return `is of type ${sources.map(([key]) => key).join(", ")}`;
    },
    good: [
        { volume: {} },
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
    bad: [
        { volume: { nfs: { server: "files.example.com", path: "/" } } },
        { volume: { gitRepo: { repository: "https://example.com/repo.git" } } },
        { volume: { flexVolume: { driver: "example.com/driver" } } },
        { volume: { awsElasticBlockStore: { volumeID: "vol-0" } } },
    ],
});
