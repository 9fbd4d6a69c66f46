import { control } from "../../control";
import { repositoriesWithLifecycle, type LifecyclePolicy } from "../../subjects/ecr-lifecycle";

const rule = (type: string) => ({
    rulePriority: 1,
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 },
    action: { type },
});
const policy = (...rules: LifecyclePolicy["rules"] & object) => ({ applies: true as const, rules });

export default control({
    id: "ecr-lifecycle-policy",
    title: "ECR repositories have a lifecycle policy",
    severity: "low",
    level: "advisory",
    why: "Without one all images stay for ever, and with them old vulnerabilities that somebody may still deploy. It need not touch untagged images: signatures and attestations are among them.",
    references: ["FSBP ECR.3"],
    on: repositoriesWithLifecycle,
    check: ({ policies }) => {
        const own = policies.filter(({ applies }) => applies === true);
        if (own.length === 0) return "has no lifecycle policy";
        const removes = ({ action }: { action?: { type?: string } }) =>
            action?.type === "expire" || action?.type === "transition";
        return own.some(({ rules }) => rules?.some(removes))
            ? undefined
            : "has a lifecycle policy without a rule that removes images";
    },
    good: [
        { policies: [policy(rule("expire"))] },
        { policies: [policy(rule("transition"))] },
        { policies: [policy(rule("keep"), rule("expire"))] },
        { policies: [{ applies: false, rules: [] }, policy(rule("expire"))] },
    ],
    bad: [
        { policies: [] },
        { policies: [{ applies: false, rules: [rule("expire")] }] },
        { policies: [{ applies: true }] },
        { policies: [policy()] },
        { policies: [policy({})] },
        { policies: [policy({ action: {} })] },
        { policies: [policy(rule("keep"))] },
    ],
});
