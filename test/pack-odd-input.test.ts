import type { Control } from "hardened-containers-policies/control";
import { controls } from "hardened-containers-policies/controls";
import { analysis } from "hardened-containers-policies/analysis";
import { packOf } from "hardened-containers-policies/pack";
import { judgeResource, judgeWhole } from "hardened-containers-policies/reports";
import { secret, startAnalyzer, type Analyzer } from "./analyzer";
import { configMap, deployment, goodContainer, namespace, policiesOf, privileged } from "./subjects";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterAll(() => analyzer.stop());

describe("odd input", () => {
    const signature = "4dabf18193072939515e22adb298388d";
    const deep = (depth: number): object => (depth === 0 ? {} : { a: deep(depth - 1) });
    const odd: [string, object][] = [
        ["an asset without text", { asset: { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "" } }],
        ["an archive of nothing", { archive: { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7" } }],
        ["a signature that does not exist", { what: { [signature]: "no such signature" } }],
        ["nulls", { metadata: null, data: { a: null } }],
        ["deep nesting", deep(90)],
        ["names of prototypes", JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":1},"then":"x"}') as object],
    ];

    test.each(odd)("%s hides no violation", async (_, props) => {
        const bad = deployment(privileged);
        const answer = await analyzer.analyze({ ...bad, props: { ...bad.props, ...{ odd: props } } });
        expect(policiesOf(answer)).toEqual(["no-privileged"]);
        await analyzer.analyze({ ...configMap, props });
        await analyzer.analyzeStack([bad, { ...configMap, props }, namespace()]);
    });

    test("fields of a prototype are no fields", async () => {
        const { securityContext } = goodContainer;
        const hidden = JSON.parse(JSON.stringify({ own: { securityContext } }).replace("own", "__proto__")) as object;
        const policies = policiesOf(await analyzer.analyze(deployment({ securityContext: undefined, ...hidden })));
        expect(policies).toEqual(expect.arrayContaining(["drop-all-capabilities", "no-privilege-escalation"]));
    });

    test.each<unknown>([{ toString: "x" }, { toString: null, valueOf: 1 }, [[]], 7, null])(
        "a kind and version of %j in a list fail no request, and hide nothing beside them",
        async (odd) => {
            const bad = { apiVersion: "v1", kind: "Pod", spec: { containers: [privileged] } };
            const items = [{ apiVersion: odd, kind: "Pod" }, { apiVersion: "v1", kind: odd }, bad];
            const list = { type: "kubernetes:core/v1:List", props: { items } };
            expect(policiesOf(await analyzer.analyze(list))).toContain("no-privileged");
            const { diagnostics } = await analyzer.analyzeStack([list, namespace()]);
            expect(diagnostics.filter(({ message }) => message.includes("could not be judged"))).toEqual([]);
            expect(diagnostics.map(({ policy }) => policy)).toContain("default-deny-ingress");
        },
    );

    test.each(["toString", "constructor", "__proto__", "hasOwnProperty", ""])(
        "a resource of type %j is nothing",
        async (type) => {
            expect(policiesOf(await analyzer.analyze({ type, props: { policy: "{", name: type } }))).toEqual([]);
            expect(policiesOf(await analyzer.analyzeStack([{ type, props: {} }]))).toEqual([]);
        },
    );

    test("tags of any shape fail no request", async () => {
        const tags = [{ key: { toString: "x" }, value: {} }, { key: null }, null, { key: "a", value: "b" }];
        await analyzer.analyze({ type: "aws-native:ecr:Repository", props: { tags } });
        await analyzer.analyzeStack([{ type: "aws-native:ecr:Repository", props: { tags } }]);
    });

    test("secrets are read also where the SDK refuses a value beside them", async () => {
        const [[, asset]] = odd as [[string, object]];
        const context = { ...goodContainer.securityContext, privileged: secret(true) };
        const { type, props } = deployment({ securityContext: context });
        expect(policiesOf(await analyzer.analyze({ type, props: { ...props, ...asset } }))).toEqual(["no-privileged"]);
    });

    test.each<[string, object, object, string]>([
        ["an image", { image: secret("hunter2") }, {}, "spec.template.spec.containers[app].image is [secret], which"],
        ["quotes", { image: secret('a"\n b') }, {}, 'image is "[secret]", which is not an image reference'],
        [
            "a part of a path",
            { name: secret("hunter2"), image: "a" },
            {},
            "spec.template.spec.containers[[secret]].image is a",
        ],
        [
            "every kind of character",
            {},
            { securityContext: { sysctls: [{ name: secret("hunter2 -^$.*+?()[]{}|/~!@#%&=,;:<>`'_") }] } },
            "sets sysctl [secret]",
        ],
        ["a whole list", {}, { securityContext: { sysctls: secret([{ name: "hunter2" }]) } }, "sets sysctl [secret]"],
    ])("a message holds no secret: %s", async (_, container, pod, message) => {
        const { diagnostics } = await analyzer.analyze(deployment(container, pod));
        const messages = diagnostics.map((each) => each.message).join("\n");
        expect(messages).toContain(message);
        expect(messages).not.toContain("hunter2");
    });

    test("a message about several resources holds no secret", async () => {
        const { diagnostics } = await analyzer.analyzeStack([
            { ...namespace(), props: { metadata: { name: secret("hunter2") } } },
        ]);
        expect(diagnostics.map(({ message }) => message)).toContainEqual(
            expect.stringContaining("Namespace [secret] has no policy"),
        );
        expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
    });

    test.each([null, "text", 7, [], [null], [[]], { length: 1 }])(
        "%j in place of a part fails no request",
        async (part) => {
            for (const container of [{ securityContext: part }, { name: part }, { image: part }, { ports: part }]) {
                await analyzer.analyze(deployment(container));
            }
            for (const pod of [{ securityContext: part }, { containers: part }, { volumes: part }]) {
                await analyzer.analyze(deployment({}, pod));
                await analyzer.analyzeStack([
                    deployment({}, pod),
                    namespace({ a: part }),
                    { ...namespace(), props: { metadata: part } },
                ]);
            }
            await analyzer.analyze({ ...deployment(), props: { spec: part, metadata: part } });
        },
    );
});

describe("where the search for subjects throws, which is a mistake in this pack", () => {
    const find = () => {
        throw new TypeError("a value that may be a secret");
    };
    const notJudged = "could not be judged: its data is not of the shape that its type has (TypeError)";

    test.each(["resource", "stack"] as const)("a finding of a control over the %s says so", (scope) => {
        const [good, other] = controls as [Control, Control];
        const pack = packOf([{ ...good, on: { ...good.on, scope, find } }, other]);
        const report = jest.fn();
        const { validateResource, validateStack } = analysis(() => pack);
        const subject = { type: "t", name: "n", urn: "u", props: {}, opts: {}, propertyDependencies: {} };
        const notApplicable = jest.fn();
        const args = { ...subject, resources: [subject], notApplicable } as never;
        (scope === "resource" ? validateResource : validateStack)(args, report);
        expect(report).toHaveBeenCalledTimes(1);
        expect(report.mock.calls[0]).toMatchObject([{ name: good.id, message: `${good.title}\n${notJudged}` }]);
        expect(notApplicable).toHaveBeenCalledTimes(1);
    });
});

test.each(["resource", "stack"] as const)(
    "a check over the %s that throws is a finding of its own, the others report",
    (scope) => {
        const [first, second] = controls as [Control, Control];
        const on = { ...first.on, scope, find: () => [{ path: "here", subject: { a: 1 }, at: {}, urn: "u" }] };
        const check = () => {
            throw new TypeError("a value that may be a secret");
        };
        const throwing = { ...first, on, check, level: "advisory" } as Control;
        const complaining = { ...second, on, check: () => "is bad", level: "mandatory" } as Control;
        const pack = packOf([throwing, complaining]);
        const resource = { type: "t", name: "n", urn: "u", props: {} };
        const { reports } = scope === "resource" ? judgeResource(pack, resource) : judgeWhole(pack, [resource]);
        expect(reports).toMatchObject([
            {
                policy: first.id,
                level: "advisory",
                message: "here could not be judged: its data is not of the shape that its type has (TypeError)",
            },
            { policy: second.id, level: "mandatory", message: "here is bad" },
        ]);
    },
);
