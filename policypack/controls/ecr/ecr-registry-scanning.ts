import { control } from "../../control";
import { registriesScanned, scansByItself } from "../../subjects/ecr-scanning";

const repository = (name: string, scanOnPush: boolean | undefined, covered: boolean) => ({
    name,
    ...(scanOnPush === undefined ? {} : { scanOnPush }),
    covered,
});
const onPush = [{ scanFrequency: "SCAN_ON_PUSH" }];

export default control({
    id: "ecr-registry-scanning",
    title: "The scanning of ECR registries covers what is pushed",
    severity: "high",
    level: "advisory",
    why: "The rules of the registry come before what its repositories say: a repository that no rule matches is scanned by hand or, with the type ENHANCED, not at all.",
    references: ["FSBP ECR.1"],
    on: registriesScanned,
    check: ({ rules, repositories }) => {
        if (!rules.some(scansByItself)) return "has no rule that scans images when they are pushed, or continuously";
        // A repository that says nothing itself is ecr-scan-on-push's.
        const left = repositories.find(({ scanOnPush, covered }) => scanOnPush === true && covered === false);
        return left && `leaves out the repository ${left.name}, whose own scanOnPush it overrides`;
    },
    good: [
        { rules: onPush, repositories: [] },
        { rules: [{ scanFrequency: "CONTINUOUS_SCAN" }], repositories: [] },
        { rules: [{ scanFrequency: "MANUAL" }, ...onPush], repositories: [repository("covered-0", true, true)] },
        { rules: onPush, repositories: [repository("left-0", false, false)] },
        { rules: onPush, repositories: [repository("left-0", undefined, false)] },
    ],
    bad: [
        { rules: [], repositories: [] },
        { rules: [{ scanFrequency: "MANUAL" }], repositories: [] },
        { rules: onPush, repositories: [repository("covered-0", true, true), repository("left-1", true, false)] },
    ],
});
