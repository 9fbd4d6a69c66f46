import { isData, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import type { Found, Subjects } from "./subjects";

/** What a repository and the template of repositories say alike, by the names of the provider `aws`. */
export interface RepositorySettings {
    imageTagMutability?: string;
    imageTagMutabilityExclusionFilters?: { filter?: string; filterType?: string }[];
    encryptionConfigurations?: { encryptionType?: string; kmsKey?: string }[];
}

/** A private repository. */
export interface Repository extends RepositorySettings {
    imageScanningConfiguration?: { scanOnPush?: boolean };
    forceDelete?: boolean;
}

/** Where a provider keeps what the provider `aws` has under the name before. */
type Places = Record<string, string>;

const nativeSettings: Places = {
    imageTagMutability: "imageTagMutability",
    imageTagMutabilityExclusionFilters: "imageTagMutabilityExclusionFilters",
    encryptionConfigurations: "encryptionConfiguration",
};

/** The types of private repositories; no places where the names are those of the provider `aws`. */
export const repositoryTypes: Record<string, Places | undefined> = {
    "aws:ecr/repository:Repository": undefined,
    "aws-native:ecr:Repository": {
        ...nativeSettings,
        name: "repositoryName",
        imageScanningConfiguration: "imageScanningConfiguration",
        forceDelete: "emptyOnDelete",
    },
};

/** The types of templates for the repositories that ECR itself creates. */
export const templateTypes: Record<string, Places | undefined> = {
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": undefined,
    "aws-native:ecr:RepositoryCreationTemplate": { ...nativeSettings, appliedFors: "appliedFor", prefix: "prefix" },
};

const publicTypes = ["aws:ecrpublic/repository:Repository", "aws-native:ecr:PublicRepository"];

/** The properties by the names of the provider `aws`, and the places of those that have others. */
export function settingsOf({ props }: Resource, places: Places | undefined): { settings: Data; at: Places } {
    if (places === undefined) return { settings: props, at: {} };
    const given = Object.entries(places).filter(([, place]) => (props[place] ?? undefined) !== undefined);
    const settings = Object.fromEntries(given.map(([key, place]) => [key, renamed(key, props[place])]));
    const at = Object.fromEntries(given.map(([key, place]) => [key, place]));
    return { settings, at: { ...at, "encryptionConfigurations.0": places.encryptionConfigurations ?? "" } };
}

function renamed(key: string, value: unknown): unknown {
    if (isUnknown(value)) return value;
    // One where the other provider has a list of at most one.
    if (key === "encryptionConfigurations") return [value];
    if (key !== "imageTagMutabilityExclusionFilters" || !Array.isArray(value)) return value;
    const filter = "imageTagMutabilityExclusionFilterValue";
    return value.map((each: unknown) => (isData(each) ? { ...each, filter: each[filter] } : each));
}

/** Private repositories. */
export const repositories: Subjects<{ repository: Repository }> = {
    name: "ECR repositories",
    scope: "resource",
    find: (resources) =>
        resources.flatMap((resource): Found<{ repository: Repository }>[] => {
            if (!Object.hasOwn(repositoryTypes, resource.type)) return [];
            const { settings, at } = settingsOf(resource, repositoryTypes[resource.type]);
            const subject = { repository: settings as Repository };
            const homes = { repository: { object: resource.props, path: [] } };
            return [{ path: `Repository ${nameOf(settings, resource)}`, subject, at: placed("repository", at), homes }];
        }),
    embed: ({ repository = {} }) => [repositoryExample("example", { ...repository })],
};

/** Templates for the repositories that ECR itself creates. */
export const templates: Subjects<{ template: RepositorySettings }> = {
    name: "templates of ECR repositories",
    scope: "resource",
    find: (resources) =>
        resources.flatMap((resource): Found<{ template: RepositorySettings }>[] => {
            if (!Object.hasOwn(templateTypes, resource.type)) return [];
            const { settings, at } = settingsOf(resource, templateTypes[resource.type]);
            const path = `RepositoryCreationTemplate ${resource.name}`;
            return [{ path, subject: { template: settings }, at: placed("template", at) }];
        }),
    embed: ({ template = {} }) => [templateExample({ ...template })],
};

/** Repositories, with who may pull from them by their kind: everybody or whom a policy lets in. */
export const registries: Subjects<{ visibility: string }> = {
    name: "public and private ECR repositories",
    scope: "resource",
    find: (resources) =>
        resources.flatMap((resource): Found<{ visibility: string }>[] => {
            const visibility = publicTypes.includes(resource.type) ? "public" : "private";
            if (visibility === "private" && !Object.hasOwn(repositoryTypes, resource.type)) return [];
            const { name, repositoryName = name } = resource.props;
            return [
                { path: `Repository ${nameOf({ name: repositoryName }, resource)}`, subject: { visibility }, at: {} },
            ];
        }),
    embed: ({ visibility }) => [
        visibility === "public"
            ? { ...repositoryExample("example", {}), ...publicExample }
            : repositoryExample("example", {}),
    ],
};
const publicExample = { type: "aws:ecrpublic/repository:Repository", props: { repositoryName: "example" } };

/** The paths of a part's properties: their own, and those that have another name. */
export function placed(part: string, at: Places): Record<string, string> {
    return { [part]: "", ...Object.fromEntries(Object.entries(at).map(([key, place]) => [`${part}.${key}`, place])) };
}

/** The name of a repository, if it is known; else that of its resource. */
export function nameOf(settings: Data, resource: Resource): string {
    return typeof settings.name === "string" && !isUnknown(settings.name) ? settings.name : resource.name;
}

/** A repository, for examples. */
export function repositoryExample(name: string, props: Data): Resource {
    return { type: "aws:ecr/repository:Repository", urn: `urn:${name}`, name, props: { name, ...props } };
}

/** A template for the repositories below `example`, for examples. */
export function templateExample(props: Data): Resource {
    const type = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
    const own = { prefix: "example", appliedFors: ["PULL_THROUGH_CACHE"] };
    return { type, urn: "urn:template", name: "template", props: { ...own, ...props } };
}
