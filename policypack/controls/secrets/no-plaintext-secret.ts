import { control } from "../../control";
import { isReference } from "../../placeholder";
import { secretValues } from "../../subjects/secrets";

export default control({
    id: "no-plaintext-secret",
    title: "Values of Secrets are marked as secret in Pulumi",
    severity: "high",
    level: "mandatory",
    why: "What is not marked stands in Pulumi's state, plans and output as plain text. The SDK marks data and stringData of its own Secret; lists of Secrets, custom resources and what a transform puts in their place it does not: use pulumi.secret.",
    references: ["CIS Kubernetes 5.4.2", "CIS EKS 4.4.2"],
    on: secretValues,
    check: ({ value, marked }) =>
        marked || !value || isReference(value) ? undefined : "arrived without Pulumi's secret mark",
    good: [
        { value: "correct horse", marked: true },
        { value: "", marked: false },
        { value: "vault:secret/data/shop#password", marked: false },
        { value: "${PASSWORD}", marked: false },
    ],
    bad: [{ value: "correct horse", marked: false }],
});
