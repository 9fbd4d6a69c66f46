import { sentinels } from "hardened-containers-policies/unknown";
import { judgeResource } from "hardened-containers-policies/reports";
import { all, asks, escalating, grant, last, namespace, packWith, resource, workload, writable } from "./world";

describe("a grant", () => {
    test("covers what it names, which is then not told but listed", () => {
        expect(last(packWith({}), workload(writable))).toEqual([
            expect.stringMatching(/^read-only-root-filesystem violation/),
        ]);
        expect(last(packWith({ grants: [grant({})] }), workload(writable))).toEqual([
            expect.stringMatching(/^read-only-root-filesystem waived .* \(waived until 2027-03-31: vendor\)$/),
        ]);
    });

    test.each<[string, Parameters<typeof grant>[0], boolean]>([
        ["another control", { control: "no-privileged" }, false],
        ["the project", { project: "shop" }, true],
        ["another project", { project: "billing" }, false],
        ["the stack", { stack: "prod" }, true],
        ["another stack", { stack: "dev" }, false],
        ["stacks of a pattern", { stack: "pr*" }, true],
        ["another resource", { resource: "api" }, false],
        ["a resource of which the name is a part", { resource: "we" }, false],
        ["resources of a pattern", { resource: "*b" }, true],
        ["type and name", { resource: "kubernetes:apps/v1:Deployment::web" }, true],
        ["a type and any name", { resource: "kubernetes:apps/v1:*::*", namespace: "store" }, true],
        ["another type", { resource: "kubernetes:apps/v1:StatefulSet::web" }, false],
        ["the namespace", { namespace: "store" }, true],
        ["another namespace", { namespace: "shop" }, false],
        ["the container", { container: "app" }, true],
        ["another container", { container: "proxy" }, false],
        ["images of a registry", { image: "registry.example.com/*" }, true],
        ["images of another registry", { image: "example.com/*" }, false],
        ["everything", { resource: "*" }, false],
        [
            "everything, in more words",
            { resource: "*::*", project: "*", stack: "**", namespace: "*", image: "*" },
            false,
        ],
        ["any resource with the image", { resource: "*", image: "registry.example.com/app:*" }, true],
        ["all controls", { control: "*" }, false],
        ["an end that is past", { until: "2026-11-21" }, false],
        ["an end today", { until: "2026-11-22" }, true],
        ["an end too far away", { until: "2027-11-23" }, false],
        ["the last end that is allowed", { until: "2027-11-22" }, true],
        ["no date", { until: "2027-02-30" }, false],
        ["no end", { until: undefined }, false],
        ["no reason", { reason: undefined }, false],
        ["an empty reason", { reason: "  " }, false],
        ["nobody who answers for it", { by: undefined }, false],
    ])("for %s", (_, it, covers) => {
        const pack = packWith({ grants: [grant(it)] });
        const kinds = judgeResource(pack, workload(writable, { namespace: "store" })).reports.map(({ kind }) => kind);
        expect(kinds).toEqual([covers ? "waived" : "violation"]);
    });

    test("for one container leaves the violation of the other", () => {
        const more = {
            initContainers: [{ name: "init", image: "registry.example.com/a@sha256:" + "0".repeat(64), ...writable }],
        };
        const said = last(packWith({ grants: [grant({ container: "app" })] }), workload(writable, {}, more));
        expect(
            said.filter((each) => each.startsWith("read-only")).map((each) => /\w+ \w+: \S+/.exec(each)?.[0]),
        ).toEqual([
            "violation advisory: spec.template.spec.initContainers[init]",
            "waived advisory: spec.template.spec.containers[app]",
        ]);
    });

    test("whose image is not known yet decides nothing", () => {
        const image = { ...writable, image: sentinels.string };
        const pack = packWith({ grants: [grant({ image: "registry.example.com/*" })] });
        expect(last(pack, workload(image))).toContain(
            "read-only-root-filesystem undecided advisory: cannot be decided before spec.template.spec.containers[app].image is known",
        );
    });

    test("whose namespace is not known yet decides nothing", () => {
        const pack = packWith({ grants: [grant({ namespace: "store" })], unknowns: "mandatory" });
        const said = last(pack, workload(writable, { namespace: sentinels.string }));
        expect(said.join()).toContain("undecided advisory: cannot be decided before metadata.namespace is known");
    });

    test("of no-privileged includes no-privilege-escalation, which the API server demands", () => {
        const privileged = { securityContext: { ...escalating.securityContext, privileged: true } };
        const pack = packWith({ grants: [grant({ control: "no-privileged" })] });
        const said = last(pack, namespace("privileged"), workload(privileged, { namespace: "shop" }));
        expect(said.map((each) => each.split(":")[0])).toEqual([
            "no-privileged waived advisory",
            "no-privilege-escalation waived advisory",
        ]);
    });

    test("of a wider control lets the narrower one speak", () => {
        const capabilities = { ...writable.securityContext.capabilities, add: ["SYS_ADMIN"] };
        const it = workload(
            { securityContext: { ...writable.securityContext, readOnlyRootFilesystem: true, capabilities } },
            { namespace: "shop" },
        );
        const policies = (said: string[]) => said.map((each) => each.split(":")[0]);
        expect(policies(last(packWith({}), namespace("privileged"), it))).toEqual([
            "default-capabilities violation mandatory",
        ]);
        const pack = packWith({ grants: [grant({ control: "default-capabilities" })] });
        expect(policies(last(pack, namespace("privileged"), it))).toEqual([
            "no-dangerous-capabilities violation mandatory",
            "default-capabilities waived advisory",
        ]);
    });

    test("covers findings of the whole stack and of AWS resources", () => {
        const repository = resource("aws:ecr/repository:Repository", "images", { imageTagMutability: "MUTABLE" });
        const ids = ["default-deny-ingress", "default-deny-egress", "pod-security-enforce", "ecr-immutable-tags"];
        const grants = ids.map((control) =>
            grant({ control, resource: control.startsWith("ecr") ? "images" : "shop" }),
        );
        const mandatory = (pack: ReturnType<typeof packWith>) =>
            all(pack, namespace(), repository)
                .filter((each) => each.includes(" mandatory: "))
                .map((each) => each.split(" ")[0]);
        expect(mandatory(packWith({}))).toEqual(expect.arrayContaining(ids));
        expect(mandatory(packWith({ grants })).filter((id) => ids.includes(id ?? ""))).toEqual([]);
    });
});

test("a request alone has no effect", () => {
    const it = workload(writable, { annotations: asks("read-only-root-filesystem") });
    expect(last(packWith({}), it)).toEqual([
        expect.stringContaining("violation"),
        "waivers hygiene advisory: metadata.annotations[waive.hardened-containers/read-only-root-filesystem] has no effect unless the platform grants it in the setting grants",
    ]);
});
