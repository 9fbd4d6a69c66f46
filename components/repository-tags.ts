import * as pulumi from "@pulumi/pulumi";
import { isWide } from "hardened-containers-policies/ecr";
import { between, type Fault } from "./formats";
import { checked, refuse } from "./refusal";
import { allowing, waiversFor, type Waivers } from "./waivers";

/** Which tags may be overwritten, and which images are kept; part of `RepositoryArgs`. */
interface Tags {
    cosignTags?: boolean;
    cacheTags?: pulumi.Input<string>[];
    keepImages?: pulumi.Input<number>;
    keepTags?: pulumi.Input<string>[];
}

/** A pattern of tags with up to so many wildcards. */
const tagPattern =
    (wildcards: number): Fault<string> =>
    (value) => {
        if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(value)) {
            return "is not a pattern of tags: 1 to 128 letters, digits, and . _ - or *";
        }
        return value.split("*").length - 1 > wildcards ? `has more than ${wildcards} wildcards` : undefined;
    };

const cacheTag =
    (waivers: Waivers): Fault<string> =>
    (value) =>
        tagPattern(2)(value) ??
        (isWide(value) && waiversFor(waivers, "ecr-immutable-tags").length === 0
            ? `matches more than the tags of a cache (ecr-immutable-tags). Begin it with three characters or more that are no version, such as cache-*. ${allowing(waivers, "ecr-immutable-tags")}`
            : undefined);

/** Which tags may be overwritten. */
export function tagSettings(
    component: pulumi.Resource,
    { cosignTags = false, cacheTags = [] }: Tags,
    waivers: Waivers,
) {
    const filters = [
        ...(cosignTags ? ["sha256-*"] : []),
        ...cacheTags.map((each) => checked(component, "cacheTags", each, cacheTag(waivers))),
    ];
    if (filters.length === 0) return {};
    if (filters.length > 5) {
        refuse(component, "cacheTags", "names more than ECR takes: 5 patterns, that of cosignTags included");
    }
    refuseTwice(component, "cacheTags", filters);
    return {
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })),
    };
}

/** The policy that keeps the newest images. */
export function lifecycleOf(component: pulumi.Resource, { keepImages = 30, keepTags = ["*"] }: Tags) {
    const countNumber = checked(component, "keepImages", keepImages, between(1, 100_000));
    if (keepTags.length === 0 || keepTags.length > 50) {
        refuse(component, "keepTags", "does not name 1 to 50 patterns, which is what a lifecycle policy takes");
    }
    refuseTwice(component, "keepTags", keepTags);
    // Several patterns in one rule would mean images that match all of them.
    const rules = keepTags.map((each, number) => ({
        rulePriority: number + 1,
        selection: {
            tagStatus: "tagged",
            tagPatternList: [checked(component, "keepTags", each, tagPattern(4))],
            countType: "imageCountMoreThan",
            countNumber,
        },
        action: { type: "expire" },
    }));
    return pulumi.jsonStringify({ rules });
}

function refuseTwice(component: pulumi.Resource, argument: string, values: readonly pulumi.Input<string>[]): void {
    const known = values.filter((each) => typeof each === "string");
    const twice = known.find((each, index) => known.indexOf(each) !== index);
    if (twice !== undefined) refuse(component, argument, `names ${twice} twice`);
}
