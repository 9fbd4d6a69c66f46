import { controls } from "hardened-containers-policies/controls";
import { stackRule, subjectOf } from "hardened-containers-policies/judge";
import { readSettings, schema } from "hardened-containers-policies/settings";
import { minorVersions, newest } from "hardened-containers-policies/versions";
import { startAnalyzer, type Analyzer } from "./analyzer";

const read = (configuration: Record<string, Record<string, unknown>>) => {
    const entries = Object.entries(configuration).map(
        ([name, properties]) => [name, { level: "mandatory" as const, properties }] as const,
    );
    return readSettings(new Map(entries), controls);
};

describe("settings", () => {
    test("have defaults", () => {
        expect(read({})).toMatchObject({ level: "restricted", versions: undefined, faults: [] });
        expect(read({ all: {}, settings: {}, "no-privileged": {} })).toEqual(read({}));
    });

    test("are read", () => {
        const settings = { kubernetesVersion: "1.33 - 1.34", podSecurityLevel: "baseline" };
        expect(read({ settings })).toMatchObject({ level: "baseline", versions: [33, 34] });
    });

    test("are each documented", () => {
        for (const setting of Object.values(schema)) expect(setting).toHaveProperty("description");
    });

    test.each<[Record<string, Record<string, unknown>>, string]>([
        [{ settings: { kubernetesversion: "1.35" } }, "settings has no setting kubernetesversion"],
        [{ settings: { podSecurityLevel: "privileged" } }, "settings.podSecurityLevel: Instance does not match any of"],
        [{ settings: { podSecurityLevel: 5 } }, 'settings.podSecurityLevel: Instance type "number" is invalid'],
        [{ settings: { kubernetesVersion: 1.35 } }, 'settings.kubernetesVersion: Instance type "number" is invalid'],
        [{ settings: { kubernetesVersion: "newest" } }, 'settings.kubernetesVersion: "newest" is neither a version'],
        [{ "no-privilegd": {} }, "There is no policy no-privilegd"],
        [{ "no-privilegd": { a: 1 } }, "There is no policy no-privilegd"],
        [{ "no-privileged": { except: "app" } }, "no-privileged has no setting except"],
    ])("%j is an error that names it", (configuration, fault) => {
        expect(read(configuration).faults).toEqual([expect.stringContaining(fault)]);
    });

    test("of which several are wrong are all named", () => {
        const settings = { kubernetesVersion: "newest", level: "baseline" };
        expect(read({ settings, "no-privilegd": {} }).faults.join()).toMatch(
            /has no setting level.*There is no policy no-privilegd.*"newest" is neither/,
        );
    });
});

test.each([
    ["1.35", [35]],
    ["v1.35", [35]],
    ["1.35.2", [35]],
    ["v1.34.1-eks-abc", [34]],
    ["v1.34.1-eks-1-34-5", [34]],
    ["1.34.1-gke.1201000", [34]],
    ["v1.34.1+k3s1", [34]],
    ["1.33 - 1.35", [33, 34, 35]],
    ["1.33.4-eks-a - 1.35.1-eks-b", [33, 34, 35]],
    [">=1.34", [34, 35, 36, 37]],
    ["1.34 || 1.36", [34, 36]],
    ["1.99", [newest]],
    ["", undefined],
    ["latest", undefined],
    ["2.0", undefined],
    ["1.33-1.35", undefined],
    ["1.33.0-1.35.0", undefined],
    ["1.35; 1.36", undefined],
])("%j stands for the minor versions %j", (text, minors) => {
    expect(minorVersions(text)).toEqual(minors);
});

test("no control over the whole stack asks for a version: only single resources are judged by declared ones", () => {
    const since = () => {
        throw new Error("asks for a version");
    };
    for (const rule of controls.map(stackRule)) {
        for (const example of [...(rule?.good ?? []), ...(rule?.bad ?? [])]) {
            rule?.check(subjectOf(example), { level: "restricted", since });
        }
    }
});

describe("over the wire", () => {
    let analyzer: Analyzer;
    beforeAll(async () => {
        analyzer = await startAnalyzer();
    });
    afterEach(() => analyzer.configure({}));
    afterAll(() => analyzer.stop());

    /** Refused before 1.35: only from there on does a user namespace make up for root. */
    const refusals = async () => {
        const spec = { hostUsers: false, containers: [{ name: "app" }] };
        const { diagnostics } = await analyzer.analyze({ type: "kubernetes:core/v1:Pod", props: { spec } });
        const messages = diagnostics.filter(({ policy }) => policy === "run-as-non-root").map(({ message }) => message);
        return messages.map((message) => /\(.*\)$/.exec(message)?.[0] ?? "at each version");
    };
    const configure = (properties: object) => analyzer.configure({ settings: { properties } });

    test("an error reaches the user as one sentence", async () => {
        await expect(configure({ kubernetesVersions: "1.35" })).rejects.toThrow(
            /^2 UNKNOWN: The configuration of the policy pack is not valid\. settings has no setting kubernetesVersions\.$/,
        );
        await expect(analyzer.configure({ "no-such-policy": { level: "advisory" } })).rejects.toThrow(
            /^2 UNKNOWN: The configuration of the policy pack is not valid\. There is no policy no-such-policy\.$/,
        );
    });

    test("kubernetesVersion says by which versions pods are judged", async () => {
        expect(await refusals()).toEqual([]);
        await configure({ kubernetesVersion: "1.33 - 1.35" });
        expect(await refusals()).toEqual(["(Kubernetes 1.33, 1.34)"]);
        await configure({ kubernetesVersion: "v1.34.1-eks-abc" });
        expect(await refusals()).toEqual(["at each version"]);
    });

    test("a configuration that is refused changes nothing", async () => {
        await configure({ kubernetesVersion: "1.34" });
        await expect(configure({ kubernetesVersion: "no" })).rejects.toThrow('"no" is neither a version');
        expect(await refusals()).toEqual(["at each version"]);
    });

    test("podSecurityLevel says what namespaces have to enforce", async () => {
        const labels = { "pod-security.kubernetes.io/enforce": "baseline" };
        const props = { metadata: { name: "shop", labels } };
        const subject = { type: "kubernetes:core/v1:Namespace", props };
        const policies = async () => (await analyzer.analyze(subject)).diagnostics.map(({ policy }) => policy);
        expect(await policies()).toContain("pod-security-enforce");
        await configure({ podSecurityLevel: "baseline" });
        expect(await policies()).not.toContain("pod-security-enforce");
    });
});
