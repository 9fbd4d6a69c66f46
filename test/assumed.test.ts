import { controls } from "hardened-containers-policies/controls";
import { judgeStack } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import type { owners } from "hardened-containers-policies/subjects/subjects";
import { sentinels } from "hardened-containers-policies/unknown";
import { newest } from "hardened-containers-policies/versions";
import { startAnalyzer, urnOf } from "./analyzer";
import { denyAll, namespace, object, policy } from "./stacks";
import { deployment } from "./subjects";

/** What a control says of a stack: of which resource what, and what it hangs on. */
function judged(id: string, resources: readonly Resource[], ...assume: (typeof owners)[number][]) {
    const control = controls.find((each) => each.id === id);
    if (control === undefined) throw new Error(`there is no control ${id}`);
    const { findings, undecided } = judgeStack(control, resources, {
        level: "restricted",
        versions: [newest],
        assume: new Set(assume),
    });
    return {
        findings: findings.map(({ urn, message }) => [urn, message]),
        undecided: undecided.map(({ urn, path }) => [urn, path]),
    };
}
const nothing = { findings: [], undecided: [] };

describe("namespaces that are assumed to be declared", () => {
    const workload = (namespaceName: unknown, name = "web", more: Partial<Resource> = {}): Resource => {
        const spec = { template: { spec: { containers: [{ name: "app" }] } } };
        const metadata = namespaceName === undefined ? {} : { namespace: namespaceName };
        return object("kubernetes:apps/v1:Deployment", name, { metadata, spec }, more);
    };
    const ingress = (resources: Resource[]) => judged("default-deny-ingress", resources, "namespaces");
    const lacking = (name: string, urn = "urn:web") => ({
        findings: [[urn, `Namespace ${name} has no policy that denies ingress to all its pods`]],
        undecided: [],
    });

    test("are judged only where the setting says so", () => {
        expect(judged("default-deny-ingress", [workload("shop")])).toEqual(nothing);
        expect(judged("default-deny-ingress", [workload("shop")], "registry")).toEqual(nothing);
        expect(ingress([workload("shop")])).toEqual(lacking("shop"));
        expect(judged("default-deny-egress", [workload("shop")], "namespaces").findings).toHaveLength(1);
    });

    test("that one resource list is judged with and without", () => {
        const resources = [workload("shop")];
        expect(judged("default-deny-ingress", resources)).toEqual(nothing);
        expect(ingress(resources)).toEqual(lacking("shop"));
        expect(judged("default-deny-ingress", resources)).toEqual(nothing);
    });

    test("pass with a policy in the stack, of theirs and not of another", () => {
        expect(ingress([workload("shop"), policy(denyAll)])).toEqual(nothing);
        expect(ingress([workload("shop"), policy(denyAll, { namespace: "bank" })])).toEqual(lacking("shop"));
        expect(ingress([workload("shop"), policy(denyAll, { namespace: "shop" }, { provider: "other" })])).toEqual(
            lacking("shop"),
        );
    });

    test("are reported once, in the name of the first workload that names them", () => {
        expect(ingress([workload("shop"), workload("shop", "api")])).toEqual(lacking("shop"));
        expect(ingress([workload("shop"), workload("bank", "api")]).findings).toHaveLength(2);
        expect(ingress([workload(undefined)])).toEqual(lacking("default"));
    });

    test("are those of each cluster", () => {
        const stack = [workload("shop", "web", { provider: "one" }), workload("shop", "api", { provider: "two" })];
        expect(ingress(stack).findings.map(([urn]) => urn)).toEqual(["urn:web", "urn:api"]);
        expect(ingress([namespace("shop", { provider: "one" }), ...stack]).findings.map(([urn]) => urn)).toEqual([
            "urn:shop",
            "urn:api",
        ]);
    });

    test("are those of pods in lists and custom resources, not those of other objects", () => {
        const pod = (name: string) => ({ metadata: { name, namespace: name }, spec: { containers: [] } });
        const list = object("kubernetes:core/v1:PodList", "web", { items: [pod("shop"), pod("bank")], metadata: {} });
        expect(ingress([list]).findings).toHaveLength(2);
        const rollout = { ...workload("shop"), type: "kubernetes:argoproj.io/v1alpha1:Rollout" };
        expect(ingress([rollout])).toEqual(lacking("shop"));
        const config = object("kubernetes:core/v1:ConfigMap", "web", { metadata: { namespace: "shop" } });
        expect(ingress([config])).toEqual(nothing);
    });

    test("are not those that the stack declares", () => {
        expect(ingress([namespace("shop"), workload("shop")])).toEqual(lacking("shop", "urn:shop"));
        expect(ingress([namespace("shop"), workload("shop"), policy(denyAll)])).toEqual(nothing);
    });

    test("whose name is not known yet hang on it, unless it is that of a declared one", () => {
        const unknown = workload(sentinels.string);
        expect(ingress([unknown])).toEqual({ findings: [], undecided: [["urn:web", "web: metadata.namespace"]] });
        const from = { propertyDependencies: { metadata: ["urn:shop"] } };
        const declared = [namespace("shop"), policy(denyAll), workload(sentinels.string, "web", from)];
        expect(ingress(declared)).toEqual(nothing);
        expect(judged("default-deny-ingress", [unknown])).toEqual(nothing);
    });

    test("have labels that are not known: what selects namespaces by them decides nothing", () => {
        const deny = { subject: { namespaces: { matchLabels: { team: "web" } } }, ingress: [] as Data[] };
        deny.ingress = [{ action: "Deny", from: [{ namespaces: {} }] }];
        const type = "policy.networking.k8s.io/v1alpha1:AdminNetworkPolicy";
        expect(ingress([workload("shop"), policy(deny, {}, {}, type)])).toEqual({
            findings: [],
            undecided: [["urn:web", "Namespace shop: metadata.labels"]],
        });
    });
});

describe("the registry that is assumed to be declared", () => {
    const repository = (name: string, props: Data = {}, more: Partial<Resource> = {}): Resource => {
        const type = "aws:ecr/repository:Repository";
        return { type, urn: `urn:${name}`, name, props: { name, ...props }, ...more };
    };
    const scanning = (props: Data = {}): Resource => ({
        type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        ...{ urn: "urn:registry", name: "registry" },
        props: {
            rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
            ...props,
        },
    });
    const registry = (resources: Resource[]) => judged("ecr-registry-scanning", resources, "registry");
    const here = { region: "eu-central-1" };

    test("is to scan what is pushed, which is said once", () => {
        const stack = [repository("app", here), repository("api", here)];
        expect(judged("ecr-registry-scanning", stack)).toEqual(nothing);
        expect(registry(stack)).toEqual({
            findings: [
                [
                    "urn:app",
                    "The registry of Repository app has no rule that scans images when they are pushed, or continuously",
                ],
            ],
            undecided: [],
        });
        expect(registry([...stack, scanning(here)])).toEqual(nothing);
        expect(registry([scanning({ ...here, rules: [] })]).findings).toHaveLength(1);
    });

    test("is another one in each region and account", () => {
        const there = repository("api", { region: "us-east-1" });
        expect(registry([repository("app", here), there]).findings).toHaveLength(2);
        expect(registry([repository("app", here), there, scanning(here)]).findings.map(([urn]) => urn)).toEqual([
            "urn:api",
        ]);
        const other = repository("api", here, { provider: "other" });
        expect(registry([scanning(here), other]).findings.map(([urn]) => urn)).toEqual(["urn:api"]);
    });

    test("hangs on the region, where that is left to the environment", () => {
        expect(registry([repository("app"), scanning(here)])).toEqual({
            findings: [],
            undecided: [["urn:app", "Repository app: region"]],
        });
    });
});

test("over the wire the setting assume says it", async () => {
    const analyzer = await startAnalyzer();
    try {
        const web = deployment();
        const said = async () =>
            (await analyzer.analyzeStack([web])).diagnostics.map(({ policy: id, urn }) => [id, urn]);
        expect(await said()).toEqual([]);
        await analyzer.configure({ settings: { properties: { assume: ["namespaces"] } } });
        expect(await said()).toEqual([
            ["default-deny-ingress", urnOf(web)],
            ["default-deny-egress", urnOf(web)],
        ]);
    } finally {
        await analyzer.stop();
    }
});
