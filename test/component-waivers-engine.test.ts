import { join } from "node:path";
import type { PolicyEvent } from "../sandbox/events";
import { withComponents, type Component } from "./components/program";
import { container, least, privileged, proxy, waive } from "./components/waived";

const policyPack = join(__dirname, "..", "policypack");

/** The pack takes no waiver that lasts longer than a year. */
const until = new Date(Date.now() + 100 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const asked = (control: string, name?: string) => waive(control, { until, by: "team-shop", container: name });
const granted = (control: string, more: object) => ({ control, reason: "agreed", until, by: "platform", ...more });

async function previewed(components: Component[], settings: object) {
    return withComponents(components, async (run) => {
        const { exitCode, output, policies, steps } = await run("preview", {
            policyPack,
            policyPackConfig: { settings },
        });
        const of = (level: string) =>
            policies
                .filter((each: PolicyEvent) => each.level === level)
                .map(({ policy, message }) => `${policy}: ${message.split("\n").slice(1).join("\n")}`);
        return { exitCode, output, steps, mandatory: of("mandatory"), advisory: of("advisory") };
    });
}

describe("a Deployment of two images without tags", () => {
    const component = (...waivers: object[]): Component => ({
        kind: "Deployment",
        name: "web",
        args: { ...least, image: "nginx", sidecars: [{ ...proxy, image: "proxy" }], waivers },
    });
    const both = component(asked("image-tag"), asked("image-digest"));
    const grants = ["image-tag", "image-digest"].map((id) => granted(id, { resource: "web-*", namespace: "shop" }));

    test("passes where the platform grants the waivers, which are listed", async () => {
        const { exitCode, mandatory, advisory } = await previewed([both], { grants });
        expect({ exitCode, mandatory }).toEqual({ exitCode: 0, mandatory: [] });
        const listed = advisory.filter((each) => each.startsWith("waivers: "));
        expect(listed).toEqual([expect.stringContaining("in use:")]);
        expect(listed[0]).toContain(`image-tag of web-deployment, until ${until} by platform: agreed`);
    });

    test("is stopped where it does not, by each container and by the requests", async () => {
        const { exitCode, mandatory } = await previewed([both], {});
        expect(exitCode).not.toBe(0);
        const of = (policy: string) => mandatory.filter((each) => each.startsWith(`${policy}: `));
        expect(of("image-tag")).toHaveLength(2);
        const unless = "has no effect unless the platform grants it in the setting grants";
        const key = "metadata.annotations[waive.hardened-containers/image-tag]";
        // The same request in the object and its pod template is one.
        expect(of("waivers").filter((each) => each.includes("/image-tag]"))).toEqual([`waivers: ${key} ${unless}`]);
    });

    test("is stopped for the container that the grant is not for", async () => {
        const one = grants.map((grant) => ({ ...grant, container: "web" }));
        const { exitCode, mandatory } = await previewed([both], { grants: one });
        expect(exitCode).not.toBe(0);
        expect(mandatory).toEqual([
            "image-tag: spec.template.spec.initContainers[proxy].image is proxy, which names no tag",
        ]);
    });

    test("passes where a request suffices", async () => {
        const { exitCode, mandatory } = await previewed([both], { waivers: "requested" });
        expect({ exitCode, mandatory }).toEqual({ exitCode: 0, mandatory: [] });
    });

    test("is refused by the component itself where one container has no waiver", async () => {
        const one = component(asked("image-tag", "web"), asked("image-digest", "web"));
        const { exitCode, output } = await previewed([one], { grants });
        expect(exitCode).not.toBe(0);
        expect(output).toContain('Deployment web: argument sidecars[proxy].image ("proxy") names neither a digest');
        expect(output).toContain("The waiver of image-tag is for web only.");
    });
});

describe("a privileged container", () => {
    const namespace = (level: string, ...waivers: object[]): Component => ({
        kind: "Namespace",
        name: "shop",
        args: { labels: { "pod-security.kubernetes.io/enforce": level }, waivers },
    });
    const web: Component = {
        kind: "Deployment",
        name: "web",
        args: {
            ...least,
            ...container("web", { ...privileged, image: { $output: least.image } }),
            waivers: [asked("no-privileged", "web")],
        },
    };
    const open = namespace("privileged", asked("pod-security-enforce"), asked("no-privileged-namespace"));
    const grants = [
        granted("no-privileged", { resource: "web-deployment", project: "components", container: "web" }),
        granted("pod-security-enforce", { resource: "shop-namespace" }),
        granted("no-privileged-namespace", { resource: "shop-namespace" }),
    ];

    test("passes in a namespace that admits it, where all of it is granted", async () => {
        const { exitCode, mandatory, steps } = await previewed([open, web], { grants });
        expect({ exitCode, mandatory }).toEqual({ exitCode: 0, mandatory: [] });
        const inputs = JSON.stringify(steps.find(({ urn }) => urn.endsWith("::web-deployment"))?.inputs);
        expect(inputs).toContain('"privileged":true');
        expect(inputs).not.toContain("allowPrivilegeEscalation");
    });

    test("is stopped where a request suffices, for this control is critical", async () => {
        const { exitCode, mandatory } = await previewed([open, web], { waivers: "requested" });
        expect(exitCode).not.toBe(0);
        expect(mandatory).toContain("no-privileged: spec.template.spec.containers[web] is privileged");
    });

    test("is stopped in a namespace that does not admit it", async () => {
        const restricted: Component = { kind: "Namespace", name: "shop", args: {} };
        const { exitCode, mandatory } = await previewed([restricted, web], { grants: grants.slice(0, 1) });
        expect(exitCode).not.toBe(0);
        expect(mandatory).toContain("no-privileged: spec.template.spec.containers[web] is privileged");
        expect(mandatory.join()).toContain(
            "namespace shop enforces restricted, by which the API server refuses the pod",
        );
    });
});

test("other components pass with what they are granted", async () => {
    const components: Component[] = [
        {
            kind: "Repository",
            name: "open",
            args: {
                cacheTags: ["v*"],
                readers: ["123456789012"],
                waivers: [asked("ecr-immutable-tags"), asked("known-ecr-accounts")],
            },
        },
        {
            kind: "CronJob",
            name: "operator",
            args: {
                ...least,
                schedule: "@daily",
                automountServiceAccountToken: true,
                waivers: [asked("no-service-account-token")],
            },
        },
    ];
    const grants = [
        granted("ecr-immutable-tags", { resource: "aws:ecr/repository:Repository::open-*" }),
        granted("known-ecr-accounts", { resource: "aws:ecr/repositoryPolicy:RepositoryPolicy::open-*" }),
        granted("no-service-account-token", { resource: "operator-*" }),
    ];
    const { exitCode, mandatory, advisory } = await previewed(components, { grants });
    expect({ exitCode, mandatory }).toEqual({ exitCode: 0, mandatory: [] });
    const listed = advisory.find((each) => each.startsWith("waivers: "))?.match(/^- .* by .*:/gm);
    // The policy of a repository holds no request.
    expect(listed?.map((each) => each.replace(/, until.* by/, " by")).sort()).toEqual([
        "- ecr-immutable-tags of open-repository by platform:",
        "- known-ecr-accounts of open-repository-policy by platform:",
        "- no-service-account-token of operator-cron-job by platform:",
    ]);
});
