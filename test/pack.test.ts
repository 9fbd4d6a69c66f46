import { controls, folders } from "hardened-containers-policies/controls";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret, startAnalyzer, type Analyzer, type Answer, type Subject } from "./analyzer";
import { configMap, deployment, goodContainer, namespace, policiesOf, privileged, said } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterEach(() => analyzer.configure({}));
afterAll(() => analyzer.stop());

describe("what the pack says of itself", () => {
    test("the settings come first, then every control", async () => {
        const { name, policiesList } = await analyzer.info();
        expect(name).toBe("hardened-containers");
        expect(policiesList.map((each) => each.name)).toEqual(["settings", "waivers", ...controls.map(({ id }) => id)]);
    });

    test("every control's policy has its metadata", async () => {
        const { policiesList } = await analyzer.info();
        for (const control of controls) {
            const policy = policiesList.find(({ name }) => name === control.id);
            expect(policy).toMatchObject({
                displayname: control.title,
                description: control.title,
                enforcementlevel: { advisory: 0, mandatory: 1, disabled: 2 }[control.level],
                severity: { low: 1, medium: 2, high: 3, critical: 4 }[control.severity],
                url: expect.stringMatching(new RegExp(`^https://.*/policypack/README\\.md#${control.id}$`)) as string,
                policyType: control.on.scope === "stack" ? 2 : 1,
            });
            expect(policy?.tagsList).toContain(control.on.name);
            expect(policy?.remediationSteps).toContain(control.why);
        }
    });

    test("policies of the Pod Security Standards name the framework", async () => {
        const { policiesList } = await analyzer.info();
        const named = policiesList.filter(({ framework }) => framework !== undefined).map(({ name }) => name);
        expect(named).toEqual(controls.filter(({ podSecurity }) => podSecurity !== undefined).map(({ id }) => id));
        expect(policiesList.find(({ name }) => name === "seccomp-profile")?.framework).toEqual({
            name: "Pod Security Standards",
            version: "Restricted",
            reference: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
            specification: "Seccomp",
        });
    });

    test("nothing is printed but the port", () => {
        const { stdout, stderr } = analyzer.output();
        expect(stdout).toMatch(/^\d+$/);
        expect(stderr).toBe("");
    });
});

describe("single resources", () => {
    test("a good Deployment gives nothing", async () => {
        expect(said(await analyzer.analyze(deployment()))).toEqual([]);
    });

    test("a bad one gives a title, what is wrong where, level and severity", async () => {
        const { diagnostics } = await analyzer.analyze(
            deployment({ ...privileged, resources: { requests: { cpu: "100m" } } }),
        );
        expect(diagnostics).toEqual([
            {
                policy: "no-privileged",
                message: "Containers are not privileged\nspec.template.spec.containers[app] is privileged",
                level: "mandatory",
                severity: "critical",
                urn: "",
            },
            {
                policy: "memory-limit",
                message: "Containers have a memory limit\nspec.template.spec.containers[app] has no memory limit",
                level: "advisory",
                severity: "medium",
                urn: "",
            },
        ]);
    });

    test("an unknown image beside a privileged container disarms nothing", async () => {
        const answer = await analyzer.analyze(deployment({ ...privileged, image: sentinels.string }));
        expect(said(answer)).toEqual([
            {
                policy: "no-privileged",
                level: "mandatory",
                message: "Containers are not privileged\nspec.template.spec.containers[app] is privileged",
            },
            ...["image-tag", "image-digest"].map((policy) => ({
                policy,
                level: "advisory",
                message: `${controls.find(({ id }) => id === policy)?.title ?? ""}\ncannot be decided before spec.template.spec.containers[app].image is known`,
            })),
        ]);
    });

    test("a secret is judged by its value, which is not told", async () => {
        const env = [{ name: "PASSWORD", value: secret("hunter2") }];
        const context = { ...goodContainer.securityContext, privileged: secret(true) };
        const answer = await analyzer.analyze(deployment({ securityContext: context, env }));
        expect(policiesOf(answer)).toEqual(["no-privileged"]);
        expect(JSON.stringify(answer)).not.toContain("hunter2");
    });
});

describe("what does not apply", () => {
    const applying = async (subject: Subject) => {
        const { notApplicable } = await analyzer.analyze(subject);
        expect(notApplicable).toContain("settings");
        return controls.map(({ id }) => id).filter((id) => !notApplicable.includes(id));
    };

    test("to a ConfigMap no control applies", async () => {
        const stackOnly = controls.filter(({ on }) => on.scope === "stack").map(({ id }) => id);
        expect(await applying(configMap)).toEqual(stackOnly);
    });

    test("to a Namespace those of namespaces apply, to a Deployment those of pods and images", async () => {
        const ids = (folder: string) => folders[folder]?.map(({ id }) => id) ?? [];
        expect(await applying(namespace())).toEqual(expect.arrayContaining(["pod-security-enforce"]));
        expect(await applying(namespace())).not.toContain("no-privileged");
        const toPod = await applying(deployment({}, { volumes: [{ name: "tmp", emptyDir: {} }] }));
        expect(toPod).toEqual(expect.arrayContaining([...ids("pods"), ...ids("images")]));
        expect(toPod).not.toContain("pod-security-enforce");
    });

    test("at level baseline the restricted controls do not apply, nor do they slow down the others", async () => {
        await analyzer.configure({ settings: { properties: { podSecurityLevel: "baseline" } } });
        const restricted = controls.filter(({ podSecurity }) => podSecurity === "restricted").map(({ id }) => id);
        const toPod = await applying(deployment());
        expect(toPod.filter((id) => restricted.includes(id))).toEqual([]);
        expect(toPod).toContain("memory-limit");
    });

    test("a stack without namespaces is no stack for controls of namespaces", async () => {
        const { notApplicable } = await analyzer.analyzeStack([configMap]);
        expect(notApplicable).toContain("default-deny-ingress");
    });
});

test("requests that overlap get the answers of requests one by one", async () => {
    const mixed = [
        configMap,
        deployment(privileged),
        namespace(),
        deployment(),
        deployment({ image: sentinels.string }, { hostNetwork: true }),
    ];
    const subjects = Array.from({ length: 50 }, (_, number) => mixed[number % mixed.length] ?? configMap);
    const oneByOne: Answer[] = [];
    for (const each of mixed) oneByOne.push(await analyzer.analyze(each));
    const together = await Promise.all(subjects.map((each) => analyzer.analyze(each)));
    for (const [number, answer] of together.entries()) expect(answer).toEqual(oneByOne[number % mixed.length]);
});
