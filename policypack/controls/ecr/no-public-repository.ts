import { control } from "../../control";
import { registries } from "../../subjects/ecr-repositories";

export default control({
    id: "no-public-repository",
    title: "ECR repositories are private",
    severity: "high",
    level: "mandatory",
    why: "Everybody may pull from a repository of ECR Public, without an account: its images, and all secrets ever built into them, are published.",
    references: [],
    on: registries,
    check: ({ visibility }) =>
        visibility === "public" ? "is one of ECR Public, from which everybody may pull" : undefined,
    good: [{ visibility: "private" }],
    bad: [{ visibility: "public" }],
});
