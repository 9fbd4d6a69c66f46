/** Whatever comes over the wire, the compiled pack answers, and tells no secret. */
import fc from "fast-check";
import { controls } from "hardened-containers-policies/controls";
import { subjectOf } from "hardened-containers-policies/judge";
import { isData, type Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret, startAnalyzer, type Analyzer, type Answer, type Subject } from "./analyzer";
import { rulesOf } from "./examples";
import { goodContainer, namespace, policiesOf, privileged } from "./subjects";
import { pathsIn, replaced, type Key } from "./places";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterAll(() => analyzer.stop());

/** Stands in everything that is secret. */
const canary = "k9canary7x";
const secretNumber = 918273645;

const resources = controls.flatMap((control) =>
    rulesOf(control).flatMap((rule) =>
        [...rule.good, ...rule.bad].flatMap((example) => rule.on.embed(subjectOf(example))),
    ),
);

const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "length", "valueOf", "then", "", "0", "*"];
const signs = ["\u0000", "\u202e", "😀", "\ud800", "e\u0301", "\n", '"', "\\", "]", "."];
const word = fc.oneof(
    fc.constantFrom(...names, ...signs, ...Object.values(sentinels)),
    fc.string({ unit: fc.constantFrom(...signs, "a", "/", ":", "@"), maxLength: 12 }),
);
const plain = fc.oneof(
    {
        weight: 3,
        arbitrary: fc.constantFrom(null, true, false, 0, -1, 7.5, 1e300, [], {}, [null], [[]], { length: 1 }),
    },
    { weight: 3, arbitrary: word },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(word, word, { maxKeys: 3 }) },
);
/** Texts in forms that the pack takes apart, all of which hold the canary. */
const secretText = fc.constantFrom(
    canary,
    `registry.example.com/team/${canary}:1.2`,
    `arn:aws:iam::210987654321:user/${canary}`,
    JSON.stringify({
        Statement: [{ Effect: "Allow", Principal: { AWS: [`arn:aws:iam::2:user/${canary}`] }, Action: "*" }],
    }),
    JSON.stringify({ rules: [{ action: { type: canary } }] }),
    `${canary}/v1beta1`,
    `<${canary}>"'\n`,
);
const hidden = fc.oneof(
    secretText.map((text) => secret(text)),
    fc.constant(secret(secretNumber)),
    secretText.map((text) => secret(secret([text, { [canary]: secret(text), name: text }]))),
    fc.constantFrom(secret(sentinels.string), secret(null), secret(true), secret({}), {
        ...secret(canary),
        value: secret(canary),
    }),
);
const change = fc.record({
    path: fc.nat(),
    how: fc.constantFrom("value", "value", "value", "key", "beside"),
    key: word,
    value: fc.oneof({ weight: 2, arbitrary: plain }, { weight: 1, arbitrary: hidden }),
});

function changedBy(
    props: unknown,
    { path, how, key, value }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): unknown {
    const paths = pathsIn(props);
    const place: Key[] = paths[path % Math.max(1, paths.length)] ?? [];
    if (how === "value" || place.length === 0)
        return place.length === 0 ? { [key]: value } : replaced(props, place, value);
    const holder = place.slice(0, -1);
    const around = holder.reduce<unknown>((here, each) => (here as Record<Key, unknown>)[each], props);
    if (!isData(around)) return replaced(props, place, [value, value]);
    const { [String(place.at(-1))]: old, ...others } = around;
    const other = how === "key" ? { ...others, [key]: old } : { ...around, [key]: value };
    return holder.length === 0 ? other : replaced(props, holder, other);
}

const odd = fc
    .record({ resource: fc.constantFrom(...resources), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
    .map(({ resource, changes }): Subject => {
        const props = changes.reduce<unknown>(changedBy, resource.props) as Data;
        return { type: resource.type, name: resource.name, props };
    });

function tellsNoSecret({ diagnostics }: Answer): void {
    const told = JSON.stringify(diagnostics);
    expect(told).not.toContain(canary);
    expect(told).not.toContain(String(secretNumber));
}

test("any data is answered, and no secret is told", async () => {
    await fc.assert(
        fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 3 }), async (subjects) => {
            for (const each of subjects) tellsNoSecret(await analyzer.analyze(each));
            tellsNoSecret(await analyzer.analyzeStack(subjects));
        }),
        { numRuns: 250 },
    );
});

test("whatever is odd in one object of a list, what breaks a control in another is found", async () => {
    const bad = { apiVersion: "v1", kind: "Pod", metadata: { name: "bad" }, spec: { containers: [privileged] } };
    await fc.assert(
        fc.asyncProperty(odd, async ({ props }) => {
            const list = { type: "kubernetes:core/v1:List", props: { items: [props, bad] } };
            const answer = await analyzer.analyze(list);
            const found = answer.diagnostics.filter(({ policy }) => policy === "no-privileged");
            expect(found).toContainEqual(expect.objectContaining({ level: "mandatory" }));
            tellsNoSecret(answer);
        }),
        { numRuns: 120 },
    );
});

describe("nesting", () => {
    const nested = (depth: number, inside: unknown): unknown => {
        let value = inside;
        for (let level = 0; level < depth; level += 1) value = level % 3 === 0 ? [value] : { a: value };
        return value;
    };
    const credential = ["postgres://shop:", "9fTk-2wQz", "@db.shop.svc/orders"].join("");

    test("of 200 levels hides nothing, wherever it is", async () => {
        const deep = nested(200, sentinels.string);
        const container = { ...privileged, env: [{ name: "A", value: deep }], livenessProbe: deep };
        const metadata = { annotations: deep, labels: deep };
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata,
            deep,
            spec: { containers: [container], volumes: [deep] },
        };
        const list = { type: "kubernetes:core/v1:List", props: { items: [deep, pod] } };
        expect(policiesOf(await analyzer.analyze(list))).toContain("no-privileged");
        await analyzer.analyzeStack([list, namespace({ a: deep })]);
        const values = { a: credential, b: deep };
        const answer = await analyzer.analyze({ type: "kubernetes:helm.sh/v3:Release", props: { values } });
        expect(answer.diagnostics.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
    });

    test.each([["a"], { Statement: [["a"]], rules: [["a"]] }].map((value) => JSON.stringify(value)))(
        "of a text in JSON: %s",
        async (json) => {
            const policy = json.replace('"a"', `${"[".repeat(100_000)}${"]".repeat(100_000)}`);
            for (const kind of ["repositoryPolicy:RepositoryPolicy", "lifecyclePolicy:LifecyclePolicy"]) {
                const subject = { type: `aws:ecr/${kind}`, props: { repository: "a", policy: secret(policy) } };
                await analyzer.analyze(subject);
                await analyzer.analyzeStack([subject, { type: "aws:ecr/repository:Repository", props: { name: "a" } }]);
            }
        },
    );
});

test("a Deployment of five megabytes and a thousand containers is judged to its end", async () => {
    const env = [{ name: "TEXT", value: "lorem ipsum ".repeat(400) }];
    const many = Array.from({ length: 1000 }, (_, number) => ({ ...goodContainer, name: `c${number}`, env }));
    const containers = [...many, { ...goodContainer, name: "last", ...privileged }];
    const props = { spec: { template: { spec: { containers } } } };
    const answer = await analyzer.analyze({ type: "kubernetes:apps/v1:Deployment", props });
    expect(JSON.stringify(props).length).toBeGreaterThan(5e6);
    expect(answer.diagnostics.filter(({ policy }) => policy === "no-privileged")).toEqual([
        expect.objectContaining({ message: expect.stringContaining("containers[last] is privileged") as string }),
    ]);
});
