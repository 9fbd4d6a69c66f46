import { parsed } from "../iam";
import { isData, valueAt, type Data, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { allOf, isBeside } from "./aws";
import { nameOf, repositoryExample, repositoryTypes, settingsOf } from "./ecr-repositories";
import { lookup, resourcesOf, sourceOfTypes, stack, type Answer, type Stack } from "./stack";
import type { Found, Subjects } from "./subjects";

/** A lifecycle policy, as seen from a repository. */
export interface LifecyclePolicy {
    applies: Answer;
    /** Nothing where there is no list of them. */
    rules?: { action?: { type?: string } }[];
}

/** A repository with the lifecycle policies that the stack has for it. */
export interface RepositoryLifecycle {
    policies: LifecyclePolicy[];
}

const policyTypes = ["aws:ecr/lifecyclePolicy:LifecyclePolicy"];

/** Private repositories of the stack. */
export const repositoriesWithLifecycle: Subjects<RepositoryLifecycle> = stack(
    "ECR repositories with their lifecycle policies",
    (index) => {
        const repositories = resourcesOf(Object.keys(repositoryTypes), index);
        const policies = lookup(
            resourcesOf(policyTypes, index),
            ({ props }) => props.repository,
            (policy) => sourceOfTypes(policy, "repository", repositoryTypes, index),
        );
        return repositories.map((resource) => {
            const { settings } = settingsOf(resource, repositoryTypes[resource.type]);
            const name = typeof settings.name === "string" ? settings.name : sentinels.string;
            const seen = policies(name, resource).flatMap((each) => seenFrom(resource, name, each, index));
            const { policy: own } = valueAtOwn(resource);
            return withLifecycle(resource, nameOf(settings, resource), [...own, ...seen]);
        });
    },
    ({ policies = [] }) => [
        repositoryExample("example", {}),
        ...policies.map(({ applies, rules }, number): Resource => {
            const props = { repository: applies === true ? "example" : "other", policy: rules ? { rules } : "{" };
            return { type: policyTypes[0] ?? "", urn: `urn:policy-${number}`, name: `policy-${number}`, props };
        }),
    ],
);

interface Placed {
    policy: LifecyclePolicy | typeof sentinels.object;
    place: string;
    field: string;
}

/** The policy that a repository of the provider `aws-native` has inside. */
function valueAtOwn({ type, name, props }: Resource): { policy: Placed[] } {
    const own = type.startsWith("aws-native:") ? (props.lifecyclePolicy ?? undefined) : undefined;
    if (own === undefined) return { policy: [] };
    const text = isUnknown(own) ? own : valueAt(own, "lifecyclePolicyText");
    return { policy: [{ policy: policyOf(true, text), place: `Repository ${name}`, field: "lifecyclePolicy" }] };
}

function policyOf(applies: Answer, text: unknown): LifecyclePolicy {
    const document = typeof text === "string" && !isUnknown(text) ? parsed(text) : text;
    const rules = isUnknown(document) ? document : valueAt(document, "rules");
    const list = Array.isArray(rules)
        ? rules.map((each: unknown) => (isData(each) || isUnknown(each) ? each : {}))
        : rules;
    return { applies, ...(Array.isArray(list) || isUnknown(list) ? { rules: list as Data[] } : {}) };
}

function seenFrom(repository: Resource, name: string, policy: Resource, index: Stack): Placed[] {
    const named = policy.props.repository;
    const source = isUnknown(named) ? sourceOfTypes(policy, "repository", repositoryTypes, index) : undefined;
    let isIts: Answer = isUnknown(named) || isUnknown(name) ? sentinels.boolean : named === name;
    if (source !== undefined) isIts = source === repository;
    const applies = allOf(isIts, source === repository ? true : isBeside(repository, policy, index));
    const place = `LifecyclePolicy ${policy.name}`;
    return applies === false ? [] : [{ policy: policyOf(applies, policy.props.policy), place, field: "policy" }];
}

function withLifecycle(repository: Resource, name: string, seen: readonly Placed[]): Found<RepositoryLifecycle> {
    const at = seen.flatMap(({ place, field }, number) => [
        [`policies.${number}`, place],
        [`policies.${number}.applies`, `${place}: repository`],
        [`policies.${number}.rules`, `${place}: ${field}`],
    ]);
    return {
        path: `Repository ${name}`,
        subject: { policies: seen.map(({ policy }) => policy as LifecyclePolicy) },
        at: Object.fromEntries(at) as Record<string, string>,
        urn: repository.urn,
    };
}
