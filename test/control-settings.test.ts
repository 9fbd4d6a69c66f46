import { controls } from "hardened-containers-policies/controls";
import { defaultsOf, type Control, type Example, type Setting } from "hardened-containers-policies/control";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { readSettings } from "hardened-containers-policies/settings";
import { sentinels } from "hardened-containers-policies/unknown";
import { newest } from "hardened-containers-policies/versions";
import { startAnalyzer, type Analyzer } from "./analyzer";
import { faultsOfExamples } from "./examples";
import { deployment, namespace } from "./subjects";

const configured = controls.filter(({ settings }) => settings !== undefined);
const settingsOf = ({ settings }: Control) => Object.entries((settings ?? {}) as Record<string, Setting>);
const rows = configured.flatMap((control) =>
    settingsOf(control).map(([name, setting]) => [`${control.id}.${name}`, control, name, setting] as const),
);

/** A control whose examples have lost a setting. */
function forgetting(control: Control, name: string): Control {
    const without = (examples: Example<object>[]) =>
        examples.map(({ settings = {}, ...example }) => {
            const left = Object.entries(settings).filter(([key]) => key !== name);
            return { ...example, settings: Object.fromEntries(left) };
        });
    return { ...control, good: without(control.good), bad: without(control.bad) };
}

describe("a setting of a control", () => {
    test.each(rows)(
        "%s has a name, a meaning and a valid default",
        (_, { id }, name, { description, default: value }) => {
            expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
            expect(["unknowns", "enforcementLevel"]).not.toContain(name);
            expect(description).toMatch(/^[A-Z].*\.$/);
            const { faults } = readSettings(
                new Map([[id, { level: "mandatory", properties: { [name]: value } }]]),
                controls,
            );
            expect(faults).toEqual([]);
        },
    );

    test.each(rows)("%s changes the verdict on some that pass, and on some that do not", (_, control, name) => {
        const faults = faultsOfExamples(forgetting(control, name));
        const has = (examples: Example<object>[]) => examples.some(({ settings }) => settings && name in settings);
        expect([has(control.good), has(control.bad), faults.length > 0]).toEqual([true, true, true]);
    });

    test("of the examples are no others than the control's", () => {
        for (const control of controls) {
            const known = settingsOf(control).map(([name]) => name);
            for (const { settings = {} } of [...control.good, ...control.bad]) {
                expect(known).toEqual(expect.arrayContaining(Object.keys(settings)));
            }
        }
    });

    test("that is not valid has its default, and says so", () => {
        const properties = { accounts: ["123456789012", "shop"], principals: [], account: [] };
        const { own, faults } = readSettings(
            new Map([["known-ecr-accounts", { level: "mandatory", properties }]]),
            controls,
        );
        expect(own.get("known-ecr-accounts")?.settings).toEqual({ accounts: [] });
        expect(faults).toEqual([
            'known-ecr-accounts.accounts.1 is "shop", not the twelve digits of an AWS account',
            "known-ecr-accounts has no setting principals",
            "known-ecr-accounts has no setting account (did you mean accounts?)",
        ]);
    });
});

describe("a value that is not known yet may turn out to be what a setting", () => {
    const said = (id: string, resource: Resource, settings: object) => {
        const control = controls.find((each) => each.id === id);
        if (control === undefined) throw new Error(`there is no control ${id}`);
        const own = new Map([[id, { ...defaultsOf(control), ...settings }]]);
        const { findings, undecided } = judge(control, resource, {
            level: "restricted",
            versions: [newest],
            settings: own,
        });
        return { findings: findings.length, undecided: undecided.map(({ path }) => path) };
    };
    const resource = (type: string, props: Data): Resource => ({ type, urn: "", name: "shop", props });
    const unknown = sentinels.string;
    const statement = (more: Data) =>
        resource("aws:ecr/repositoryPolicy:RepositoryPolicy", {
            policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ecr:*", ...more }] },
        });

    test("lets push", () => {
        const principals = ["arn:aws:iam::111122223333:role/release-*"];
        const open = { Principal: { AWS: [unknown] } };
        expect(said("limited-ecr-push", statement(open), { principals })).toMatchObject({
            findings: 0,
            undecided: [expect.any(String)],
        });
        const Condition = { ArnLike: { "aws:PrincipalArn": [unknown] } };
        expect(said("limited-ecr-push", statement({ Principal: "*", Condition }), { principals })).toMatchObject({
            findings: 0,
            undecided: [expect.any(String)],
        });
        const other = { Principal: { AWS: ["arn:aws:iam::111122223333:role/ci"] } };
        expect(said("limited-ecr-push", statement(other), { principals })).toEqual({ findings: 1, undecided: [] });
        expect(said("limited-ecr-push", statement(other), {})).toEqual({ findings: 0, undecided: [] });
    });

    test("knows as an account", () => {
        const open = { Principal: { AWS: [unknown] } };
        const settings = { accounts: ["210987654321", "111122223333"] };
        expect(said("known-ecr-accounts", statement(open), settings)).toMatchObject({
            findings: 0,
            undecided: [expect.any(String)],
        });
    });

    test("adds to the namespaces of the platform", () => {
        const pod = (name: string) => resource("kubernetes:core/v1:Pod", { metadata: { namespace: name }, spec: {} });
        const settings = { namespaces: ["platform-*"] };
        expect(said("no-system-namespace", pod(unknown), settings).undecided).toEqual(["metadata.namespace"]);
        expect(said("no-system-namespace", pod("platform-dns"), settings).findings).toBe(1);
        expect(said("no-system-namespace", pod("platform-dns"), {}).findings).toBe(0);
    });

    test("asks for as a key", () => {
        const encryptionConfigurations = [{ encryptionType: "KMS", kmsKey: unknown }];
        const repository = resource("aws:ecr/repository:Repository", { encryptionConfigurations });
        expect(said("ecr-kms-encryption", repository, { customerKey: true }).undecided).toEqual([
            "encryptionConfigurations[0].kmsKey",
        ]);
        expect(said("ecr-kms-encryption", repository, {})).toEqual({ findings: 0, undecided: [] });
    });
});

describe("over the wire", () => {
    let analyzer: Analyzer;
    beforeAll(async () => {
        analyzer = await startAnalyzer();
    });
    afterEach(() => analyzer.configure({}));
    afterAll(() => analyzer.stop());

    test("the engine is told each setting with its default, and none for how unknown values are reported", async () => {
        const { policiesList } = await analyzer.info();
        for (const control of controls) {
            const { configschema } = policiesList.find(({ name }) => name === control.id) ?? {};
            const fields = configschema?.properties?.fieldsMap.map(([name, value]) => {
                const schema = value.structValue?.fieldsMap.map(([key]) => key) ?? [];
                return [name, schema.includes("default"), schema.includes("description")];
            });
            expect(fields).toEqual([
                ...settingsOf(control).map(([name]) => [name, true, true]),
                ["unknowns", false, true],
            ]);
        }
    });

    test("a control is judged by its settings", async () => {
        const subject = deployment();
        const metadata = { name: "web", namespace: "istio-system" };
        const inPlatform = { ...subject, props: { ...subject.props, metadata } };
        const policies = async () => (await analyzer.analyze(inPlatform)).diagnostics.map(({ policy }) => policy);
        expect(await policies()).toEqual([]);
        await analyzer.configure({ "no-system-namespace": { properties: { namespaces: ["istio-*"] } } });
        expect(await policies()).toEqual(["no-system-namespace"]);
    });

    test("a namespace that the settings call privileged needs no label, and may have one", async () => {
        const namespaces = [{ pattern: "monitoring", level: "privileged", reason: "node exporter", by: "platform" }];
        const policies = async (labels: object, name: string) =>
            (await analyzer.analyze(namespace(labels, name))).diagnostics.map(({ policy }) => policy);
        await analyzer.configure({ settings: { properties: { namespaces } } });
        expect(await policies({}, "monitoring")).toEqual([]);
        expect(await policies({ "pod-security.kubernetes.io/enforce": "privileged" }, "monitoring")).toEqual([]);
        expect(await policies({}, "shop")).toContain("pod-security-enforce");
    });
});
