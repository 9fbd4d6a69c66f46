import { controls } from "hardened-containers-policies/controls";
import { startAnalyzer, type Analyzer } from "./analyzer";
import { deployment, namespace, policiesOf, privileged, said } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterEach(() => analyzer.configure({}));
afterAll(() => analyzer.stop());

describe("configuration", () => {
    const levelOf = async (policy: string) =>
        said(await analyzer.analyze(deployment(privileged))).find((each) => each.policy === policy)?.level;

    test.each([
        ["mandatory", "mandatory"],
        ["advisory", "advisory"],
        ["remediate", "mandatory"],
        ["disabled", undefined],
    ] as const)("a control at level %s reports as %s", async (level, reported) => {
        await analyzer.configure({ "no-privileged": { level } });
        expect(await levelOf("no-privileged")).toBe(reported);
    });

    test("a control that is not configured keeps its level", async () => {
        await analyzer.configure({ "run-as-non-root": { level: "disabled" } });
        expect(await levelOf("no-privileged")).toBe("mandatory");
    });

    test("the settings hold also where all policies are switched off but one", async () => {
        await analyzer.configure({
            settings: { level: "disabled", properties: { podSecurityLevel: "baseline" } },
            ...Object.fromEntries(controls.map(({ id }) => [id, { level: "disabled" as const }])),
            "seccomp-profile": { level: "mandatory" },
            "no-privileged": { level: "mandatory" },
        });
        const answer = await analyzer.analyze(deployment(privileged, { securityContext: {} }));
        expect(policiesOf(answer)).toEqual(["no-privileged"]);
        expect(answer.notApplicable).toEqual(["settings", "waivers", "seccomp-profile"]);
    });

    test("at level remediate resources stay as they are where a control has nothing to set", async () => {
        await analyzer.configure({ "no-privileged": { level: "remediate" } });
        expect(await analyzer.remediate(deployment(privileged))).toEqual([]);
    });

    test("a control is silent beside a wider one, and speaks where that one is switched off", async () => {
        const label = { "pod-security.kubernetes.io/enforce": "privileged" };
        expect(policiesOf(await analyzer.analyze(namespace(label)))).toEqual(["pod-security-enforce"]);
        await analyzer.configure({ "pod-security-enforce": { level: "disabled" } });
        expect(policiesOf(await analyzer.analyze(namespace(label)))).toContain("no-privileged-namespace");
    });
});
