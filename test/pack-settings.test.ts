import { startAnalyzer, type Analyzer } from "./analyzer";
import { deployment, namespace, privileged } from "./subjects";

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
const faultsIn = ({ diagnostics }: Awaited<ReturnType<Analyzer["analyze"]>>) =>
    diagnostics.filter(({ policy }) => policy === "settings").map(({ level, message }) => [level, message]);

test("kubernetesVersion says by which versions pods are judged", async () => {
    expect(await refusals()).toEqual([]);
    await configure({ kubernetesVersion: "1.33 - 1.35" });
    expect(await refusals()).toEqual(["(Kubernetes 1.33, 1.34)"]);
    await configure({ kubernetesVersion: "v1.34.1-eks-abc" });
    expect(await refusals()).toEqual(["at each version"]);
});

test("podSecurityLevel says what namespaces have to enforce", async () => {
    const subject = namespace({ "pod-security.kubernetes.io/enforce": "baseline" });
    const policies = async () => (await analyzer.analyze(subject)).diagnostics.map(({ policy }) => policy);
    expect(await policies()).toContain("pod-security-enforce");
    await configure({ podSecurityLevel: "baseline" });
    expect(await policies()).not.toContain("pod-security-enforce");
});

describe("a fault of the configuration", () => {
    const fault = {
        "no-privilegd": { level: "disabled" as const },
        settings: {
            level: "disabled" as const,
            properties: { kubernetesVersion: "1.34", podSecurityLevl: "baseline" },
        },
        all: { level: "advisory" as const },
    };
    const said = [
        "The configuration of the policy pack is valid\nThere is no policy no-privilegd (did you mean no-privileged?)",
        "The configuration of the policy pack is valid\nsettings has no setting podSecurityLevl (did you mean podSecurityLevel?)",
    ].map((message) => ["mandatory", message]);
    const analyze = () => analyzer.analyze(deployment());
    const analyzeStack = () => analyzer.analyzeStack([deployment()]);

    test.each([
        ["Analyze", analyze, analyzeStack],
        ["AnalyzeStack", analyzeStack, analyze],
    ])(
        "is said once, by %s if that comes first, at level mandatory whatever is configured",
        async (_, first, second) => {
            await analyzer.configure(fault);
            // It only puts right, and says nothing.
            await analyzer.remediate(deployment());
            expect(faultsIn(await first())).toEqual(said);
            expect(faultsIn(await second())).toEqual([]);
            expect(faultsIn(await first())).toEqual([]);
        },
    );

    test("leaves what is right in effect, at the levels that are configured", async () => {
        await analyzer.configure(fault);
        expect(await refusals()).toEqual(["at each version"]);
        const { diagnostics } = await analyzer.analyze(deployment(privileged));
        expect(diagnostics.map(({ policy, level }) => [policy, level])).toEqual([["no-privileged", "advisory"]]);
    });

    test("is none in a configuration of levels alone", async () => {
        await analyzer.configure({ all: { level: "advisory" }, waivers: { level: "disabled" } });
        expect(faultsIn(await analyze())).toEqual([]);
        await analyzer.configure({});
        expect(faultsIn(await analyzeStack())).toEqual([]);
    });

    test("shows up as settings that applied", async () => {
        await analyzer.configure(fault);
        expect((await analyze()).notApplicable).not.toContain("settings");
        expect((await analyze()).notApplicable).toContain("settings");
    });
});
