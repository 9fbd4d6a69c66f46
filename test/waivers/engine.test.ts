/** The real engine, with waivers, platform namespaces and a baseline in the configuration that it hands to the pack. */
import { inSandbox, policyPack, sdk } from "../program";

const until = new Date(Date.now() + 100 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

const program = `
    const k8s = ${sdk("kubernetes")};
    const labels = Object.fromEntries(["enforce", "warn", "audit"].map((mode) => ["pod-security.kubernetes.io/" + mode, "baseline"]));
    const namespace = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop", labels } });
    const annotations = { "waive.hardened-containers/image-tag": "until=${until} by=shop reason=vendor image" };
    new k8s.apps.v1.Deployment("web", {
        metadata: { name: "web", namespace: namespace.metadata.name, annotations },
        spec: {
            selector: { matchLabels: { app: "web" } },
            template: {
                metadata: { labels: { app: "web" } },
                spec: { containers: ["app", "proxy"].map((name) => ({
                    name,
                    image: "registry.example.com/" + name + ":latest",
                    securityContext: { allowPrivilegeEscalation: true },
                })) },
            },
        },
    });
`;

describe("the real engine", () => {
    const { sandbox } = inSandbox("store", program);

    const controls = ["no-privilege-escalation", "image-tag", "waivers"];
    const said = async (settings: object) => {
        const { policies } = await sandbox().run("preview", { policyPack, policyPackConfig: { settings } as never });
        return policies
            .filter(({ policy }) => controls.includes(policy))
            .map(({ policy, level, message }) => `${policy} ${level}: ${message.slice(message.indexOf("\n") + 1)}`);
    };
    const escalates = (name: string) =>
        `no-privilege-escalation mandatory: spec.template.spec.containers[${name}] allows privilege escalation`;

    test("without a grant reports what there is, and the request that nobody granted", async () => {
        const found = await said({});
        expect(found).toEqual(expect.arrayContaining([escalates("app"), escalates("proxy")]));
        expect(found.filter((each) => each.startsWith("image-tag mandatory"))).toHaveLength(2);
        expect(found.filter((each) => each.startsWith("waivers"))).toEqual([
            "waivers mandatory: metadata.annotations[waive.hardened-containers/image-tag] has no effect unless the platform grants it in the setting grants",
        ]);
    });

    test("with grants reports what is left, and lists the waivers once at the end", async () => {
        const by = {
            project: "store",
            stack: "sandbox",
            resource: "web",
            until,
            by: "platform",
            reason: "vendor image",
        };
        const grants = [
            { ...by, control: "no-privilege-escalation", namespace: "shop", container: "app" },
            { ...by, control: "image-tag", image: "registry.example.com/*" },
        ];
        expect(await said({ grants })).toEqual([
            escalates("proxy"),
            [
                "waivers advisory: 2 in use:",
                `- no-privilege-escalation of web, until ${until} by platform: vendor image`,
                `- image-tag of web, until ${until} by platform: vendor image`,
            ].join("\n"),
        ]);
    });

    test("with a platform namespace and a baseline blocks only what is new", async () => {
        const urn = "urn:pulumi:sandbox::store::kubernetes:apps/v1:Deployment::web";
        const namespaces = [{ pattern: "shop", level: "privileged", reason: "is the platform's", by: "platform" }];
        const found = await said({ namespaces, baseline: { "image-tag": [urn] }, waivers: "requested" });
        expect(found.filter((each) => each.includes("mandatory"))).toEqual([]);
    });
});
