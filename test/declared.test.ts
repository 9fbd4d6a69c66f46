import { declarations } from "hardened-containers-policies/declared";
import type { Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { newest, supported } from "hardened-containers-policies/versions";
import { startAnalyzer, type Subject } from "./analyzer";

const label = "pod-security.kubernetes.io/enforce-version";
const urn = (type: string, name: string) => `urn:pulumi:test::test::${type}::${name}`;

function resource(type: string, props: object, provider?: string): Resource {
    const from = provider === undefined ? undefined : urn("pulumi:providers:kubernetes", provider);
    return { type, urn: urn(type, "example"), name: "example", props: props as Resource["props"], provider: from };
}
const pod = (namespace?: string, provider?: string) =>
    resource("kubernetes:core/v1:Pod", { metadata: namespace === undefined ? {} : { namespace } }, provider);
const namespace = (name: unknown, version?: unknown, provider?: string, kind = "Namespace") =>
    resource(`kubernetes:core/v1:${kind}`, { metadata: { name, labels: { [label]: version } } }, provider);
const cluster = (version?: string, name = "cluster"): Resource => ({
    ...resource("aws:eks/cluster:Cluster", { version }),
    urn: urn("aws:eks/cluster:Cluster", name),
});

function noted(...resources: Resource[]) {
    const declared = declarations();
    for (const each of resources) declared.note(each);
    return declared;
}

describe("namespaces", () => {
    test("whose version is pinned come before the configuration", () => {
        const declared = noted(namespace("old", "v1.30"), namespace("default", "v1.33"));
        expect(declared.versions(undefined, pod("old"))).toEqual([30]);
        expect(declared.versions(undefined, pod())).toEqual([33]);
        expect(declared.versions(undefined, pod("other"))).toEqual(supported);
        expect(declared.versions([34], pod("other"))).toEqual([34]);
        expect(declared.versions([34])).toEqual([34]);
    });

    test.each(["latest", "1.34", "v1.34.2", `v1.${newest + 1}`, sentinels.string, undefined, 34])(
        "with the label %j pin nothing",
        (version) => {
            expect(noted(namespace("shop", version)).versions([33, 34], pod("shop"))).toEqual([33, 34]);
        },
    );

    test("of unknown name, or a pod in one, change nothing", () => {
        const declared = noted(namespace(sentinels.string, "v1.30"));
        expect(declared.versions([34], pod(sentinels.string))).toEqual([34]);
        expect(declared.versions([34], pod("shop"))).toEqual([34]);
    });

    test("of the same name in another cluster do not matter", () => {
        const declared = noted(namespace("shop", "v1.30", "blue"));
        expect(declared.versions([34], pod("shop", "green"))).toEqual([34]);
        expect(declared.versions([34], pod("shop", "blue"))).toEqual([30]);
    });

    test("are judged by their cluster's version where that is the older one", () => {
        expect(noted(namespace("shop", "v1.36")).versions([33, 37], pod("shop"))).toEqual([33, 36]);
    });

    test("that are patched are judged by both versions", () => {
        const declared = noted(namespace("shop", "v1.36"), namespace("shop", "v1.34", undefined, "NamespacePatch"));
        expect(declared.versions(undefined, pod("shop"))).toEqual([34, 36]);
    });

    test("of all pods of a list are looked up", () => {
        const items = [pod("old"), pod("new")].map(({ props }) => ({ kind: "Pod", apiVersion: "v1", ...props }));
        const declared = noted(namespace("old", "v1.30"), namespace("new", "v1.36"));
        expect(declared.versions(undefined, resource("kubernetes:core/v1:PodList", { items }))).toEqual([30, 36]);
        const unknown = resource("kubernetes:core/v1:PodList", { items: sentinels.array });
        expect(declared.versions([34], unknown)).toEqual([34]);
    });
});

describe("EKS clusters", () => {
    test("come before the configuration, all of them", () => {
        const declared = noted(cluster("1.34"), cluster("1.36", "second"));
        expect(declared.versions([30], pod("shop", "cluster"))).toEqual([34, 36]);
    });

    test("are not where the default provider deploys to", () => {
        const declared = noted(cluster("1.36"));
        for (const provider of [undefined, "default", "default_4_34_2"]) {
            expect(declared.versions([34], pod("shop", provider))).toEqual([34]);
        }
        expect(declared.versions([34], pod("shop", "defaults"))).toEqual([36]);
    });

    test.each([undefined, sentinels.string, "no version"])("of version %j leave it to the configuration", (version) => {
        expect(noted(cluster(version)).versions([34], pod("shop", "cluster"))).toEqual([34]);
        const two = noted(cluster("1.36"), cluster(version, "second"));
        expect(two.versions([34], pod("shop", "cluster"))).toEqual(expect.arrayContaining([34, 36]));
    });

    test("cap the versions that namespaces pin", () => {
        const declared = noted(cluster("1.35"), namespace("old", "v1.30", "c"), namespace("new", "v1.37", "c"));
        expect(declared.versions(undefined, pod("old", "c"))).toEqual([30]);
        expect(declared.versions(undefined, pod("new", "c"))).toEqual([35]);
    });
});

test("the running pack judges by what was declared before", async () => {
    const analyzer = await startAnalyzer();
    try {
        // Refused before 1.35: only from there on does a user namespace make up for root.
        const spec = { hostUsers: false, containers: [{ name: "app" }] };
        const refused = async (name: string) => {
            const subject = {
                type: "kubernetes:core/v1:Pod",
                provider: "c",
                props: { metadata: { namespace: name }, spec },
            };
            const { diagnostics } = await analyzer.analyze(subject);
            return diagnostics.some(({ policy }) => policy === "run-as-non-root");
        };
        const analyze = ({ type, props }: Resource) =>
            analyzer.analyze({ type, props, provider: "c" } satisfies Subject);
        expect(await refused("shop")).toBe(false);
        await analyze(namespace("shop", "v1.34"));
        expect(await refused("shop")).toBe(true);
        expect(await refused("other")).toBe(false);
        await analyze(cluster("1.34"));
        expect(await refused("other")).toBe(true);
    } finally {
        await analyzer.stop();
    }
});
