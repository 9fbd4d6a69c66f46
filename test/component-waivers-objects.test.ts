import { Deployment, Namespace, NetworkAccess, Repository, type WaiverArgs } from "hardened-containers";
import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import { registered } from "./components/registered";
import { least, until, waive } from "./components/waived";

const prefix = "waive.hardened-containers/";

test("what egress is waived is requested in the network policy alone", async () => {
    const metadata = "169.254.169.254/32";
    const all = await registered(() => {
        const { name: namespace } = new Namespace("shop");
        const connections = [metadata, "0.0.0.0/0"].map((cidr) => ({ cidr, ports: [80] }));
        new Deployment("web", { ...least, allowTo: connections, waivers: [waive("no-metadata-egress")] });
        const portRanges = [{ first: 1, last: 65535 }];
        const access = {
            from: { namespace },
            to: { cidr: "0.0.0.0/0" },
            portRanges,
            waivers: [waive("no-open-egress")],
        };
        new NetworkAccess("open", access);
    });
    const request = `until=${until} reason=vendor image`;
    expect(all.get("web-network-policy")).toMatchObject({
        metadata: { annotations: { [`${prefix}no-metadata-egress`]: request } },
        spec: {
            egress: [
                {},
                { to: [{ ipBlock: { cidr: metadata } }] },
                { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [metadata] } }] },
            ],
        },
    });
    expect(JSON.stringify(all.get("web-deployment"))).not.toContain(prefix);
    expect(all.get("open-egress")).toMatchObject({
        metadata: { annotations: { [`${prefix}no-open-egress`]: request } },
    });
});

test("a Namespace may enforce another level, and a Repository have tags that change", async () => {
    const all = await registered(() => {
        const enforce = { "pod-security.kubernetes.io/enforce": "baseline" };
        new Namespace("legacy", { labels: enforce, waivers: [waive("pod-security-enforce")] });
        new Repository("shop", { waivers: [waive("ecr-immutable-tags", { by: "ci" })], tags: { team: "shop" } });
        const readers = ["123456789012"];
        new Repository("open", { readers, waivers: [waive("known-ecr-accounts", { reason: "a, b" })] });
    });
    expect(all.get("legacy-namespace")).toMatchObject({
        metadata: {
            annotations: { [`${prefix}pod-security-enforce`]: `until=${until} reason=vendor image` },
            labels: {
                "pod-security.kubernetes.io/enforce": "baseline",
                "pod-security.kubernetes.io/warn": "restricted",
            },
        },
    });
    const { tags, imageTagMutability } = all.get("shop-repository") ?? {};
    expect(tags).toEqual({ team: "shop", [`${prefix}ecr-immutable-tags`]: `until=${until} by=ci reason=vendor image` });
    expect(imageTagMutability).toBeUndefined();
    // What has no tags cannot ask for anything.
    expect(all.get("open-repository")).not.toHaveProperty("tags");
    expect(all.get("open-repository-policy")?.policy).toContain("123456789012");
});

/** What is filled in for these can be left to others, so that its absence alone is no finding. */
const curable = controls.filter(({ across }) => across !== undefined).map(({ id }) => id);
/** A Namespace sets its version by an argument of its own. */
const never = [...curable, "pod-security-version"];
const filled = controls.filter(({ safe, id }) => safe !== undefined && !never.includes(id)).map(({ id }) => id);
const made: [type: string, role: string, make: (waivers: WaiverArgs[]) => unknown][] = [
    ["kubernetes:apps/v1:Deployment", "deployment", (waivers) => new Deployment("it", { ...least, waivers })],
    ["kubernetes:core/v1:Namespace", "namespace", (waivers) => new Namespace("it", { waivers })],
    ["aws:ecr/repository:Repository", "repository", (waivers) => new Repository("it", { waivers })],
];

test.each(filled)("a waiver of %s leaves out what that control asks for, and nothing else", async (id) => {
    const findings = new Map<string, string[]>();
    for (const [type, role, make] of made) {
        const all = await registered(() => {
            try {
                make([waive(id)]);
            } catch (error) {
                // Of the other kinds it is refused.
                expect(String(error)).toContain("is not needed: nothing that the component makes breaks the control");
            }
        });
        const props = all.get(`it-${role}`);
        if (props === undefined) continue;
        const resource = { type, urn: "", name: "it", props };
        const single = controls.filter(({ on }) => on.scope === "resource");
        const broken = single.filter((control) => judge(control, resource).findings.length > 0);
        findings.set(
            role,
            broken.map((control) => control.id),
        );
    }
    expect([...findings.values()]).toEqual([[id]]);
});
