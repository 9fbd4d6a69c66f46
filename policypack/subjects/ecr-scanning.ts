import { matchesWildcards } from "../iam-access";
import { valueAt, type Data, type Resource } from "../resource";
import { isUnknown, sentinels } from "../unknown";
import { allOf, isBeside, oneOf } from "./aws";
import { nameOf, placed, repositoryExample, repositoryTypes, settingsOf, type Repository } from "./ecr-repositories";
import { elementsOf } from "./kubernetes";
import { resourcesOf, stack, type Answer, type Stack } from "./stack";
import type { Found, Subjects, Unseen } from "./subjects";

/** A rule of a registry's scanning, as seen from one repository. */
export interface ScanningRule {
    /** `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`. */
    scanFrequency?: string;
    /** Whether it is for the repository. */
    applies: Answer;
}

/** A repository with the rules by which the stack has its registry scanned. */
export interface ScannedRepository {
    repository: Repository;
    rules: ScanningRule[];
}

/** The scanning that the stack sets up for a registry, with the repositories of the stack that are in it. */
export interface RegistryScanning {
    rules: { scanFrequency?: string }[];
    repositories: {
        name: string;
        scanOnPush?: boolean;
        /** Whether a rule that scans without being asked is for it. */
        covered: Answer;
    }[];
}

/** Whether a rule scans images without being asked to. */
export function scansByItself({ scanFrequency }: { scanFrequency?: string }): boolean {
    return scanFrequency === "SCAN_ON_PUSH" || scanFrequency === "CONTINUOUS_SCAN";
}

const registryTypes = [
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "aws-native:ecr:RegistryScanningConfiguration",
];

/** A rule where it is, or the place where there may be rules that are not known yet. */
type Placed = { rule: Data; path: string } | { unseen: string };

function rulesOf({ name, props }: Resource): Placed[] {
    return elementsOf(props.rules, `RegistryScanningConfiguration ${name}: rules`).map((each) =>
        "unseen" in each ? each : { rule: each.element, path: each.path },
    );
}

/** Whether a rule's filters match the name: one without a wildcard matches every name that holds it. */
function isFor(rule: Data, name: unknown): Answer {
    const filters = valueAt(rule, "repositoryFilters");
    if (isUnknown(filters)) return sentinels.boolean;
    if (!Array.isArray(filters)) return false;
    const answers = filters.map((each: unknown): Answer => {
        const filter = isUnknown(each) ? each : valueAt(each, "filter");
        if (filter === "*") return true;
        if (isUnknown(filter) || isUnknown(name) || typeof name !== "string") return sentinels.boolean;
        if (typeof filter !== "string") return false;
        return matchesWildcards(filter.includes("*") ? filter : `*${filter}*`, name);
    });
    return oneOf(answers);
}

/** Private repositories of the stack. */
export const scannedRepositories: Subjects<ScannedRepository> = stack(
    "ECR repositories with the scanning of their registry",
    (index) => {
        const registries = resourcesOf(registryTypes, index);
        return resourcesOf(Object.keys(repositoryTypes), index).map((resource) => scanned(resource, registries, index));
    },
    ({ repository = {}, rules = [] }) => [
        repositoryExample("example", { ...repository }),
        ...(rules.length === 0 ? [] : [registry(rules.map((rule) => [rule, rule.applies === true ? "*" : "other"]))]),
    ],
);

function scanned(resource: Resource, registries: readonly Resource[], index: Stack): Found<ScannedRepository> {
    const { settings, at } = settingsOf(resource, repositoryTypes[resource.type]);
    const rules: (ScanningRule | typeof sentinels.object)[] = [];
    const places: Record<string, string> = {};
    for (const registry of registries) {
        const beside = isBeside(resource, registry, index);
        if (beside === false) continue;
        for (const each of rulesOf(registry)) {
            const here = `rules.${rules.length}`;
            const path = "unseen" in each ? each.unseen : each.path;
            places[here] = path;
            places[`${here}.applies`] = `${path}.repositoryFilters`;
            if ("unseen" in each) rules.push(sentinels.object);
            else {
                const scanFrequency = each.rule.scanFrequency as string | undefined;
                rules.push({ scanFrequency, applies: allOf(beside, isFor(each.rule, settings.name)) });
            }
        }
    }
    return {
        path: `Repository ${nameOf(settings, resource)}`,
        // A rule that is not known is in the list as its sentinel, as any unknown value is.
        subject: { repository: settings, rules: rules as ScanningRule[] },
        at: { ...placed("repository", at), ...places },
        urn: resource.urn,
    };
}

/** Scanning configurations of registries. */
export const registriesScanned: Subjects<RegistryScanning> = stack(
    "scanning configurations of ECR registries",
    (index) => [
        ...resourcesOf(registryTypes, index).map((resource) => scanningOf(resource, index)),
        ...(index.assume.has("registry") ? unscanned(index) : []),
    ],
    ({ rules = [], repositories = [] }) => [
        registry(rules.map((rule) => [rule, repositories.length > 0 ? "covered*" : "*"])),
        ...repositories.map(({ scanOnPush, covered }, number) =>
            repositoryExample(
                `${covered === true ? "covered" : "left"}-${number}`,
                scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } },
            ),
        ),
    ],
);

/** The registries of repositories for which the stack has no scanning configuration, each in the name of the first one. */
function unscanned(index: Stack): (Found<RegistryScanning> | Unseen)[] {
    const configurations = resourcesOf(registryTypes, index);
    const repositories = resourcesOf(Object.keys(repositoryTypes), index);
    const found: Resource[] = [];
    return repositories.flatMap((resource): (Found<RegistryScanning> | Unseen)[] => {
        const configured = oneOf(configurations.map((each) => isBeside(resource, each, index)));
        if (configured === true || found.some((each) => isBeside(each, resource, index) !== false)) return [];
        const { settings } = settingsOf(resource, repositoryTypes[resource.type]);
        const name = `Repository ${nameOf(settings, resource)}`;
        if (configured !== false) return [{ unseen: `${name}: region`, urn: resource.urn }];
        found.push(resource);
        const path = `The registry of ${name}`;
        return [{ path, subject: { rules: [], repositories: [] }, at: { rules: path }, urn: resource.urn }];
    });
}

function scanningOf(resource: Resource, index: Stack): Found<RegistryScanning> | Unseen {
    const path = `RegistryScanningConfiguration ${resource.name}`;
    const found = rulesOf(resource);
    const at: Record<string, string> = { rules: "rules" };
    const rules = found.map((each, number) => {
        at[`rules.${number}`] = ("unseen" in each ? each.unseen : each.path).replace(`${path}: `, "");
        return "unseen" in each ? sentinels.object : { scanFrequency: each.rule.scanFrequency };
    });
    const byItself = (each: Placed): Answer =>
        "unseen" in each || isUnknown(each.rule.scanFrequency) ? sentinels.boolean : scansByItself(each.rule);
    const repositories = resourcesOf(Object.keys(repositoryTypes), index)
        .filter((each) => isBeside(each, resource, index) !== false)
        .map((each, number) => {
            const { settings } = settingsOf(each, repositoryTypes[each.type]);
            const place = `Repository ${nameOf(settings, each)}`;
            const covered = oneOf(
                found.map((rule) =>
                    allOf(byItself(rule), "unseen" in rule ? sentinels.boolean : isFor(rule.rule, settings.name)),
                ),
            );
            at[`repositories.${number}`] = place;
            at[`repositories.${number}.covered`] = `${place}: name`;
            at[`repositories.${number}.scanOnPush`] = `${place}: imageScanningConfiguration.scanOnPush`;
            const scanning = settings.imageScanningConfiguration;
            const scanOnPush = isUnknown(scanning) ? sentinels.boolean : valueAt(scanning, "scanOnPush");
            // A repository that may be another registry's is not left out for certain.
            const certain = covered !== false || isBeside(each, resource, index) === true;
            return { name: nameOf(settings, each), scanOnPush, covered: certain ? covered : sentinels.boolean };
        });
    return { path, subject: { rules, repositories } as RegistryScanning, at, urn: resource.urn };
}

function registry(rules: [{ scanFrequency?: string }, string][]): Resource {
    const scanType = rules.some(([{ scanFrequency }]) => scanFrequency === "CONTINUOUS_SCAN") ? "ENHANCED" : "BASIC";
    const props = {
        scanType,
        rules: rules.map(([{ scanFrequency }, filter]) => ({
            scanFrequency,
            repositoryFilters: [{ filter, filterType: "WILDCARD" }],
        })),
    };
    return { type: registryTypes[0] ?? "", urn: "urn:registry", name: "registry", props };
}
