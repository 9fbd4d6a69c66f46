import { isUnknown, sentinels } from "../unknown";
import { type Resource } from "../resource";
import { allOf, isBeside, oneOf } from "./aws";
import { settingsOf, templateExample, templateTypes } from "./ecr-repositories";
import { resourcesOf, stack, type Answer, type Stack } from "./stack";
import type { Found, Subjects } from "./subjects";

/** A rule by which ECR itself creates repositories, with the templates of the stack. */
export interface PullThroughCache {
    templates: {
        /** Whether it is for the repositories that the rule creates. */
        applies: Answer;
    }[];
}

const ruleTypes = ["aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "aws-native:ecr:PullThroughCacheRule"];

/** Pull-through cache rules of the stack. */
export const pullThroughCaches: Subjects<PullThroughCache> = stack(
    "pull-through cache rules of ECR",
    (index) => {
        const templates = resourcesOf(Object.keys(templateTypes), index);
        return resourcesOf(ruleTypes, index).map((rule) => withTemplates(rule, templates, index));
    },
    ({ templates = [] }) => {
        const cached = templates.some(({ applies }) => applies === true) ? "example" : "cache";
        const prefixOf = (applies: Answer) => {
            if (applies === true) return templates.length === 1 ? "ROOT" : "example";
            return cached === "example" ? "other" : "example";
        };
        return [
            {
                type: ruleTypes[0] ?? "",
                urn: "urn:cache",
                name: "cache",
                props: { ecrRepositoryPrefix: cached, upstreamRegistryUrl: "registry-1.docker.io" },
            },
            ...templates.map(({ applies }) => templateExample({ prefix: prefixOf(applies) })),
        ];
    },
);

function withTemplates(rule: Resource, templates: readonly Resource[], index: Stack): Found<PullThroughCache> {
    const seen = templates
        .map((template) => ({ template, applies: allOf(isBeside(rule, template, index), isFor(template, rule)) }))
        .filter(({ applies }) => applies !== false);
    const at = seen.map(({ template }, number) => [
        `templates.${number}.applies`,
        `RepositoryCreationTemplate ${template.name}: prefix`,
    ]);
    return {
        path: `PullThroughCacheRule ${rule.name}`,
        subject: { templates: seen.map(({ applies }) => ({ applies })) },
        at: Object.fromEntries(at) as Record<string, string>,
        urn: rule.urn,
    };
}

/** A template is for all that begins with its prefix and a slash; `ROOT` is for everything. */
function isFor(template: Resource, { props: { ecrRepositoryPrefix: cached } }: Resource): Answer {
    const { settings } = settingsOf(template, templateTypes[template.type]);
    const { prefix, appliedFors } = settings;
    const purposes = Array.isArray(appliedFors) ? appliedFors : [appliedFors];
    const purpose = oneOf(
        purposes.map((each) => (isUnknown(each) ? sentinels.boolean : each === "PULL_THROUGH_CACHE")),
    );
    if (prefix === "ROOT") return purpose;
    if (isUnknown(prefix) || isUnknown(cached)) return allOf(purpose, sentinels.boolean);
    return allOf(purpose, `${slashed(cached)}/`.startsWith(`${slashed(prefix)}/`));
}

function slashed(prefix: unknown): string {
    return typeof prefix === "string" ? prefix.replace(/\/$/, "") : "";
}
