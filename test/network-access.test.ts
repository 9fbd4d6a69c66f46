import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Deployment, Namespace, NetworkAccess, Protocol } from "hardened-containers";

interface Policy {
    metadata: { name: string; namespace: string };
    spec: object;
}
const policies = new Map<string, Policy>();
const logged: string[] = [];

beforeAll(async () => {
    await pulumi.runtime.setMocks({
        newResource: ({ name, type, inputs }) => {
            if (type.endsWith(":NetworkPolicy")) policies.set(name, inputs as Policy);
            return { id: name, state: inputs as Record<string, unknown> };
        },
        call: () => ({}),
    });
    jest.spyOn(pulumi.log, "info").mockImplementation((message) => {
        logged.push(message);
        return Promise.resolve();
    });
});
afterAll(() => pulumi.runtime.disconnect());

const web = { "app.kubernetes.io/name": "web" };
const digest = `sha256:${"0".repeat(64)}`;
const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

/** The policies of a component, and the ends that it says it left out. */
async function madeBy(access: NetworkAccess, name: string) {
    const leftOut = await valueOf(access.leftOut);
    // The mocks answer a little later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { leftOut, egress: policies.get(`${name}-egress`), ingress: policies.get(`${name}-ingress`) };
}

test("both ends are allowed where both Namespaces are declared here", async () => {
    const shop = new Namespace("shop");
    const data = new kubernetes.core.v1.Namespace("data", { metadata: { name: "data" } });
    const app = new Deployment("web", { namespace: shop.name, image: `app@${digest}`, memory: "64Mi" });
    const from = { namespace: shop.name, pods: app.selector };
    const to = { namespace: data.metadata.name, pods: { app: "db" } };
    const access = new NetworkAccess("both", { from, to, ports: [5432], portRanges: [{ first: 7000, last: 7010 }] });
    const ports = [
        { protocol: "TCP", port: 5432 },
        { protocol: "TCP", port: 7000, endPort: 7010 },
    ];
    const db = { matchLabels: { app: "db" } };
    expect(await madeBy(access, "both")).toMatchObject({
        leftOut: [],
        egress: {
            metadata: { name: "both-egress", namespace: "shop" },
            spec: {
                podSelector: { matchLabels: web },
                policyTypes: ["Egress"],
                egress: [{ to: [{ namespaceSelector: named("data"), podSelector: db }], ports }],
            },
        },
        ingress: {
            metadata: { name: "both-ingress", namespace: "data" },
            spec: {
                podSelector: db,
                policyTypes: ["Ingress"],
                ingress: [{ from: [{ namespaceSelector: named("shop"), podSelector: { matchLabels: web } }], ports }],
            },
        },
    });
});

test("the other end is left out, and said to be", async () => {
    new Namespace("front", { name: "front" });
    const to = { namespace: "platform" };
    const access = new NetworkAccess("one", { from: { namespace: "front" }, to, ports: [53], protocol: Protocol.Udp });
    const made = await madeBy(access, "one");
    expect(made).toMatchObject({ leftOut: ["to"], egress: { spec: { podSelector: {} } }, ingress: undefined });
    expect(logged.at(-1)).toContain(
        "The policy of the end to is left out: this program does not declare Namespace platform.",
    );
    const before = logged.length;
    const secret = pulumi.secret("hidden");
    const other = new NetworkAccess("other", { from: { namespace: secret }, to: { namespace: "front" }, ports: [80] });
    expect(await madeBy(other, "other")).toMatchObject({ leftOut: ["from"], egress: undefined });
    expect(logged.slice(before).join()).toMatch(/the end from is left out.*does not declare Namespace\. If egress/);
});

test("addresses have no policy of their own, so that nothing is left out", async () => {
    new Namespace("edge");
    const cidr = "0.0.0.0/0";
    const out = { from: { namespace: "edge" }, to: { cidr, except: ["10.0.0.0/8"] }, ports: [443] };
    expect(await madeBy(new NetworkAccess("out", out), "out")).toMatchObject({
        leftOut: [],
        egress: { spec: { egress: [{ to: [{ ipBlock: { cidr, except: ["10.0.0.0/8", "169.254.169.254/32"] } }] }] } },
        ingress: undefined,
    });
    const later = { ...out, to: { cidr: pulumi.output(cidr), except: [pulumi.output("169.254.0.0/16")] } };
    expect(await madeBy(new NetworkAccess("later", later), "later")).toMatchObject({
        egress: {
            spec: { egress: [{ to: [{ ipBlock: { cidr, except: ["169.254.0.0/16", "169.254.169.254/32"] } }] }] },
        },
    });
    const into = { from: { cidr: "192.0.2.0/24" }, to: { namespace: "edge" }, ports: [443] };
    const { ingress } = await madeBy(new NetworkAccess("into", into), "into");
    expect(ingress?.spec).toMatchObject({ ingress: [{ from: [{ ipBlock: { cidr: "192.0.2.0/24" } }] }] });
    const covered = { ...out, to: { cidr, except: ["169.254.0.0/16"] } };
    const { egress } = await madeBy(new NetworkAccess("covered", covered), "covered");
    expect(egress?.spec).toMatchObject({ egress: [{ to: [{ ipBlock: { except: ["169.254.0.0/16"] } }] }] });
});

test.each<[string, (provider: pulumi.ProviderResource) => pulumi.Input<string>, string[]]>([
    ["a name that a component declared", () => "known", []],
    ["a name that none declared", () => "stranger", ["to"]],
    ["a name that an output gave", () => "by-output", ["to"]],
    ["a name on another cluster", () => "elsewhere", ["to"]],
    ["an output of nothing", () => pulumi.output("known"), ["to"]],
    ["a value made from a Namespace", () => new Namespace("made").name.apply((name) => name), []],
    [
        "a value of another resource",
        () => new kubernetes.core.v1.ConfigMap("map", { metadata: { name: "map" } }).metadata.name,
        ["to"],
    ],
    ["what a component provider gets of a Namespace", () => remote("kubernetes:core/v1:Namespace"), []],
    ["that of a component", () => remote("my:index:Team$hardened-containers:index:Namespace"), []],
    ["that of another stack", () => remote("pulumi:pulumi:StackReference"), ["to"]],
])("%s", async (title, namespace, leftOut) => {
    const provider = new kubernetes.Provider(`cluster of ${title}`);
    new Namespace("known");
    new Namespace("output", { name: pulumi.output("by-output") });
    new Namespace("elsewhere", {}, { provider });
    const name = "access";
    const args = { name, from: { namespace: "known" }, to: { namespace: namespace(provider) }, ports: [80] };
    expect(await valueOf(new NetworkAccess(title, args).leftOut)).toEqual(leftOut);
    const there = { name, from: { namespace: "elsewhere" }, to: { cidr: "10.0.0.0/8" }, ports: [80] };
    expect(await valueOf(new NetworkAccess(`${title} there`, there, { provider }).leftOut)).toEqual([]);
});

/** An output as it comes from another language: all that is known of its source is a URN. */
function remote(type: string): pulumi.Output<string> {
    const source = new pulumi.DependencyResource(`urn:pulumi:stack::project::${type}::name`);
    return source.urn.apply(() => "remote");
}
