import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { judged } from "./stacks";

const unknown = sentinels.string;
const resource = (type: string, name: string, props: Data, more: Partial<Resource> = {}): Resource => ({
    type,
    urn: `urn:${name}`,
    name,
    props,
    ...more,
});
const repository = (props: Data = {}, more: Partial<Resource> = {}) =>
    resource("aws:ecr/repository:Repository", "api", { name: "team/api", ...props }, more);
const registry = (rules: unknown, props: Data = {}, more: Partial<Resource> = {}) =>
    resource(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        "scanning",
        { scanType: "BASIC", rules, ...props },
        more,
    );
const rule = (filter: unknown, scanFrequency: unknown = "SCAN_ON_PUSH") => [
    { scanFrequency, repositoryFilters: [{ filter, filterType: "WILDCARD" }] },
];
const lifecycle = (policy: unknown, props: Data = {}, more: Partial<Resource> = {}) =>
    resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "rules", { repository: "team/api", policy, ...props }, more);
const expiring = JSON.stringify({ rules: [{ action: { type: "expire" } }] });

/** `met`, `broken`, or the places that it depends on. */
function verdict(id: string, ...resources: Resource[]): string {
    const { findings, undecided } = judged(id, resources);
    if (findings.length * undecided.length > 0) return "both broken and undecided";
    return findings.length > 0 ? "broken" : undecided.length > 0 ? undecided.join() : "met";
}
const scans = (...resources: Resource[]) => verdict("ecr-scan-on-push", ...resources);
const expires = (...resources: Resource[]) => verdict("ecr-lifecycle-policy", ...resources);
const scanOnPush = (value: unknown) => ({ imageScanningConfiguration: { scanOnPush: value } });

describe("ecr-scan-on-push", () => {
    test.each<[string, string]>([
        ["*", "met"],
        ["team/api", "met"],
        ["api", "met"],
        ["team/*", "met"],
        ["*/api", "met"],
        ["t*i", "met"],
        ["api/*", "broken"],
        ["team*web", "broken"],
        ["web", "broken"],
    ])("the filter %s", (filter, expected) => {
        expect(scans(repository(), registry(rule(filter)))).toBe(expected);
    });

    test("its own setting, or else a rule of its registry", () => {
        expect(scans(repository())).toBe("broken");
        expect(scans(repository(scanOnPush(true)))).toBe("met");
        expect(scans(repository(scanOnPush(null)))).toBe("broken");
        expect(scans(repository(), registry(rule("*", "MANUAL")))).toBe("broken");
        expect(scans(repository(), registry([]))).toBe("broken");
        expect(scans(repository(), registry(null))).toBe("broken");
        expect(scans(repository(), registry([...rule("web"), ...rule("api", "CONTINUOUS_SCAN")]))).toBe("met");
        expect(scans(registry(rule("*")))).toBe("met");
    });

    test("is for the account and the region of the registry", () => {
        const at = (region: unknown, provider?: string) => registry(rule("*"), { region }, { provider });
        expect(scans(repository({}, { provider: "one" }), at(undefined, "other"))).toBe("broken");
        expect(scans(repository({ region: "eu-west-1" }), at("eu-west-1"))).toBe("met");
        expect(scans(repository({ region: "eu-west-1" }), at("eu-west-2"))).toBe("broken");
        const place = "RegistryScanningConfiguration scanning: rules[0].repositoryFilters";
        expect(scans(repository({ region: "eu-west-1" }), at(undefined))).toBe(place);
        expect(scans(repository({ region: unknown }), at(unknown))).toBe(place);
        const provider = resource("pulumi:providers:aws", "aws", { region: "eu-west-1" });
        const here = { provider: provider.urn };
        expect(scans(provider, repository({ region: "eu-west-1" }, here), at(undefined, provider.urn))).toBe("met");
        expect(scans(provider, repository({ region: "eu-west-2" }, here), at(undefined, provider.urn))).toBe("broken");
    });

    test("unknowns leave it open only where they could decide it", () => {
        const place = "RegistryScanningConfiguration scanning: rules";
        expect(scans(repository(), registry(unknown))).toBe(place);
        expect(scans(repository(), registry([unknown]))).toBe(`${place}[0]`);
        expect(scans(repository(), registry(rule(unknown)))).toBe(`${place}[0].repositoryFilters`);
        expect(scans(repository(), registry(rule("*", unknown)))).toBe(`${place}[0].scanFrequency`);
        expect(scans(repository(), registry(rule("web", unknown)))).toBe("broken");
        expect(scans(repository({ name: unknown }), registry(rule("web")))).toBe(`${place}[0].repositoryFilters`);
        expect(scans(repository({ name: unknown }), registry(rule("*")))).toBe("met");
        expect(scans(repository(scanOnPush(unknown)))).toBe("imageScanningConfiguration.scanOnPush");
        expect(scans(repository({ imageScanningConfiguration: unknown }), registry(rule("*")))).toBe("met");
    });
});

test("ecr-registry-scanning finds repositories of its registry that say they are scanned, and are not", () => {
    const says = (...resources: Resource[]) => judged("ecr-registry-scanning", resources).findings;
    expect(says(registry(rule("web")), repository(scanOnPush(true)))).toEqual([
        "RegistryScanningConfiguration scanning leaves out the repository team/api, whose own scanOnPush it overrides",
    ]);
    expect(says(registry(rule("web")), repository())).toEqual([]);
    expect(says(registry(rule("web")), repository(scanOnPush(true), { provider: "other" }))).toEqual([]);
    const elsewhere = repository({ ...scanOnPush(true), region: "eu-west-1" });
    expect(verdict("ecr-registry-scanning", registry(rule("web")), elsewhere)).toBe("Repository team/api: name");
    expect(says(registry(rule("*", "MANUAL")))).toHaveLength(1);
    expect(verdict("ecr-registry-scanning", registry(unknown))).toBe("rules");
    expect(
        verdict("ecr-registry-scanning", registry(rule("web")), repository({ ...scanOnPush(true), name: unknown })),
    ).toBe("Repository api: name");
});

describe("ecr-lifecycle-policy", () => {
    test.each<[string, unknown, string]>([
        ["JSON", expiring, "met"],
        ["an object", { rules: [{ action: { type: "expire" } }] }, "met"],
        ["no JSON", "{", "broken"],
        ["no rules", "{}", "broken"],
        ["empty rules", { rules: [] }, "broken"],
        ["rules that are none", { rules: ["expire", null] }, "broken"],
        ["nothing", null, "broken"],
        ["an unknown", unknown, "LifecyclePolicy rules: policy"],
        ["unknown rules", { rules: unknown }, "LifecyclePolicy rules: policy"],
        ["an unknown rule", { rules: [unknown] }, "LifecyclePolicy rules: policy[0]"],
    ])("a policy that is %s", (_, policy, expected) => {
        expect(expires(repository(), lifecycle(policy))).toBe(expected);
    });

    test("is for the repository, the account and the region of the policy", () => {
        expect(expires(repository())).toBe("broken");
        expect(expires(lifecycle(expiring))).toBe("met");
        expect(expires(repository(), lifecycle(expiring, { repository: "team/web" }))).toBe("broken");
        expect(expires(repository(), lifecycle(expiring, {}, { provider: "other" }))).toBe("broken");
        expect(expires(repository(), lifecycle(expiring, { region: "eu-west-1" }))).toBe(
            "LifecyclePolicy rules: repository",
        );
    });

    test("an unknown name is that of the one repository that it comes from", () => {
        const web = { ...repository({ name: unknown, ...{} }), name: "web", urn: "urn:web" };
        const from = (...urns: string[]) => ({ propertyDependencies: { repository: urns } });
        const named = { repository: unknown };
        const place = "LifecyclePolicy rules: repository";
        expect(expires(repository({ name: unknown }), lifecycle(expiring, named, from("urn:api")))).toBe("met");
        expect(expires(repository({ name: undefined }), lifecycle(expiring))).toBe(place);
        expect(expires(repository(), lifecycle(expiring, named))).toBe(place);
        expect(
            judged("ecr-lifecycle-policy", [repository(), web, lifecycle(expiring, named, from("urn:api"))]),
        ).toEqual({
            findings: ["Repository web has no lifecycle policy"],
            undecided: [],
        });
        expect(expires(repository(), web, lifecycle(expiring, named, from("urn:api", "urn:web")))).toBe(
            [place, place].join(),
        );
        expect(expires(repository(), lifecycle("{", named))).toBe("broken");
    });
});

test("hardened-creation-template finds caches for which there is no template", () => {
    const cache = (ecrRepositoryPrefix: unknown) =>
        resource("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "cache", { ecrRepositoryPrefix });
    const template = (prefix: unknown, appliedFors: unknown = ["PULL_THROUGH_CACHE"], more: Partial<Resource> = {}) => {
        const type = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
        return resource(type, "template", { prefix, appliedFors }, more);
    };
    const caches = (...resources: Resource[]) => verdict("hardened-creation-template", ...resources);
    expect(caches(cache("hub"))).toBe("broken");
    expect(caches(cache("hub"), template("hub"))).toBe("met");
    expect(caches(cache("hub/library"), template("hub/"))).toBe("met");
    expect(caches(cache("hubs"), template("hub"))).toBe("broken");
    expect(caches(cache("hub"), template("hub/library"))).toBe("broken");
    expect(caches(cache("hub"), template("ROOT"))).toBe("met");
    expect(caches(cache("hub"), template("ROOT", ["REPLICATION"]))).toBe("broken");
    expect(caches(cache("hub"), template("ROOT", ["PULL_THROUGH_CACHE"], { provider: "other" }))).toBe("broken");
    const place = "RepositoryCreationTemplate template: prefix";
    expect(caches(cache("hub"), template(unknown))).toBe(place);
    expect(caches(cache(unknown), template("hub"))).toBe(place);
    expect(caches(cache("hub"), template("ROOT", unknown))).toBe(place);
});

test("a large stack of repositories is judged", () => {
    const many = Array.from({ length: 1000 }, (_, number) => [
        { ...repository({ name: `repository-${number}`, ...scanOnPush(true) }), urn: `urn:${number}` },
        lifecycle(expiring, { repository: `repository-${number}` }),
    ]).flat();
    for (const id of ["ecr-lifecycle-policy", "ecr-scan-on-push"]) {
        expect(judged(id, many)).toEqual({ findings: [], undecided: [] });
    }
});
