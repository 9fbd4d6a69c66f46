import { sentinels } from "hardened-containers-policies/unknown";
import { startAnalyzer, urnOf, type Analyzer, type Subject } from "./analyzer";
import { deployment, namespace, policiesOf, said } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterAll(() => analyzer.stop());

describe("the whole stack", () => {
    const policy = (types: string[]): Subject => {
        const spec = { podSelector: {}, policyTypes: types };
        const props = { metadata: { name: "deny", namespace: "shop" }, spec };
        return { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", name: "deny", props };
    };

    test("a violation names the resource", async () => {
        const { diagnostics } = await analyzer.analyzeStack([namespace(), policy(["Ingress"])]);
        expect(diagnostics).toEqual([
            {
                policy: "default-deny-egress",
                message:
                    "Namespaces deny egress that no policy allows\nNamespace shop has no policy that denies egress to all its pods",
                level: "mandatory",
                severity: "high",
                urn: urnOf(namespace()),
            },
        ]);
    });

    test("what is complete gives nothing", async () => {
        expect(said(await analyzer.analyzeStack([namespace(), policy(["Ingress", "Egress"])]))).toEqual([]);
    });

    test("what is not known counts for nothing, and is told as an advisory", async () => {
        const unknown = policy(["Ingress", "Egress"]);
        const props = { ...unknown.props, metadata: sentinels.object };
        const { diagnostics } = await analyzer.analyzeStack([namespace(), { ...unknown, props }]);
        expect(diagnostics.map(({ level, urn }) => ({ level, urn }))).toEqual([
            { level: "advisory", urn: urnOf(namespace()) },
            { level: "advisory", urn: urnOf(namespace()) },
        ]);
        const named = { ...unknown, props, propertyDependencies: { metadata: [urnOf(namespace())] } };
        expect(said(await analyzer.analyzeStack([namespace(), named]))).toEqual([]);
    });

    test("of a control with two parts each speaks where it can tell, once", async () => {
        const id = "no-service-account-token";
        const [mounting, silent] = [true, undefined].map((automountServiceAccountToken) =>
            deployment({}, { automountServiceAccountToken }),
        ) as [Subject, Subject];
        const account = (automountServiceAccountToken: boolean): Subject => {
            const props = { metadata: { name: "web" }, automountServiceAccountToken };
            return { type: "kubernetes:core/v1:ServiceAccount", name: "web", props };
        };
        expect(policiesOf(await analyzer.analyze(mounting))).toEqual([id]);
        expect(policiesOf(await analyzer.analyzeStack([mounting]))).toEqual([]);
        expect(policiesOf(await analyzer.analyze(silent))).toEqual([]);
        expect((await analyzer.analyzeStack([silent])).diagnostics).toMatchObject([
            { policy: id, level: "advisory", urn: urnOf(silent) },
        ]);
        expect(policiesOf(await analyzer.analyzeStack([silent, account(false)]))).toEqual([]);
    });
});
