import { control } from "../../control";
import { valueAt } from "../../resource";
import { secretStores } from "../../subjects/external-secrets";
import { nested, staticCredentials } from "../../subjects/store-providers";

export default control({
    id: "no-static-store-credentials",
    title: "Secret stores prove who they are with tokens that expire",
    severity: "high",
    level: "mandatory",
    why: "A credential in a Secret opens all that the store may read to whoever reads that Secret, and works until somebody changes it.",
    references: ["CIS Kubernetes 5.4.2", "CIS EKS 4.4.2"],
    on: secretStores,
    check: ({ provider }) => {
        const used = staticCredentials.filter((path) => valueAt(provider, ...path.split(".")) !== undefined);
        return used.length > 0 ? `holds static credentials: ${used.join(", ")}` : undefined;
    },
    good: [
        {},
        { provider: {} },
        { provider: nested("aws.auth.jwt.serviceAccountRef") },
        { provider: nested("vault.auth.kubernetes.serviceAccountRef") },
    ],
    bad: staticCredentials.map((path) => ({ provider: nested(path) })),
});
