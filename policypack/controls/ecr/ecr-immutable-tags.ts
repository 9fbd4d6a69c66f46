import { control } from "../../control";
import { mutableTags } from "../../ecr";
import { repositories } from "../../subjects/ecr-repositories";

const filters = (...all: string[]) => ({
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: all.map((filter) => ({ filter, filterType: "WILDCARD" })),
});

export default control({
    id: "ecr-immutable-tags",
    title: "Tags of ECR repositories cannot be overwritten",
    severity: "high",
    level: "mandatory",
    why: "Whoever may push could put another image under a tag that is already deployed. Tags may be left out by name, or by a beginning of three characters or more that is no version, such as sha256-*.",
    references: ["FSBP ECR.2"],
    on: repositories,
    check: ({ repository }) => mutableTags(repository),
    safe: { repository: { imageTagMutability: "IMMUTABLE" } },
    good: [
        { repository: { imageTagMutability: "IMMUTABLE" } },
        { repository: filters() },
        { repository: filters("sha256-*", "buildcache") },
    ],
    bad: [
        { repository: {} },
        { repository: { imageTagMutability: "MUTABLE" } },
        { repository: { ...filters("sha256-*"), imageTagMutability: "MUTABLE_WITH_EXCLUSION" } },
        { repository: filters("sha256-*", "*") },
        { repository: filters("v1.*") },
        { repository: filters("*-latest") },
    ],
});
