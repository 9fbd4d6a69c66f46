import { across, control } from "../../control";
import { repositories } from "../../subjects/ecr-repositories";
import { scannedRepositories, scansByItself } from "../../subjects/ecr-scanning";

const scanning = (scanOnPush: boolean) => ({ imageScanningConfiguration: { scanOnPush } });

export default control({
    id: "ecr-scan-on-push",
    title: "ECR scans the images that are pushed",
    severity: "high",
    level: "mandatory",
    why: "An image that nobody scans carries its known vulnerabilities into the cluster unseen.",
    references: ["FSBP ECR.1", "CIS EKS 5.1.1"],
    on: repositories,
    // What is set is judged where it is set; what is not set may be left to the registry.
    check: ({ repository }) =>
        repository.imageScanningConfiguration?.scanOnPush === false
            ? "switches off the scan of images that are pushed (scanOnPush: false)"
            : undefined,
    safe: { repository: scanning(true) },
    good: [{ repository: scanning(true) }, { repository: {} }],
    bad: [{ repository: scanning(false) }],
    across: across({
        on: scannedRepositories,
        check: ({ repository, rules }) => {
            if ((repository.imageScanningConfiguration?.scanOnPush ?? undefined) !== undefined) return undefined;
            return rules.some((rule) => rule.applies === true && scansByItself(rule))
                ? undefined
                : "is not scanned on push, neither by its own setting nor by a rule of its registry";
        },
        good: [
            { repository: {}, rules: [{ scanFrequency: "SCAN_ON_PUSH", applies: true }] },
            { repository: scanning(true), rules: [] },
            { repository: scanning(false), rules: [] },
            { repository: {}, rules: [{ scanFrequency: "CONTINUOUS_SCAN", applies: true }] },
        ],
        bad: [
            { repository: {}, rules: [] },
            { repository: {}, rules: [{ scanFrequency: "SCAN_ON_PUSH", applies: false }] },
            { repository: {}, rules: [{ scanFrequency: "MANUAL", applies: true }] },
        ],
    }),
});
