/**
 * Every unknown value anywhere in every control's examples, sent to the compiled pack as the engine sends it, beside a
 * subject that breaks the control: what is told is what judge.ts says, of which unknowns-anywhere.test.ts shows that it
 * hides and invents nothing; and what breaks the control is told at the control's own level.
 */
import fc from "fast-check";
import { controls } from "hardened-containers-policies/controls";
import type { Control, Example, Rule } from "hardened-containers-policies/control";
import { subjectOf, type Judgement, type Standards } from "hardened-containers-policies/judge";
import { copyMarks, isMarked } from "hardened-containers-policies/marks";
import { isData, type Data, type Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret, startAnalyzer, urnOf, type Analyzer, type Subject } from "./analyzer";
import { judgeBy, rulesOf, standardsOf } from "./examples";
import { pathsIn, replaced, type Key } from "./places";
import { asOnWire } from "./wire";

let analyzer: Analyzer;
beforeAll(async () => {
    analyzer = await startAnalyzer();
});
afterAll(() => analyzer.stop());

const { string, ...others } = sentinels;
/** How many places are tried of a rule that has more: others each time. */
const most = 100;
const seed = Date.now() % 2 ** 31;

/** Nearly always the one of texts. */
const unknowns: readonly unknown[] = Object.values(others).flatMap((other) => [string, other]);

const embedded = (rule: Rule, example: Example<object>): Resource[] =>
    rule.on.embed(subjectOf(example)).map((each) => ({ ...each, props: asOnWire(each.props) as Data }));

/** Properties with the marks of secrets as the engine sends them. */
function sent(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sent);
    if (!isData(value)) return value;
    const fields = Object.entries(value).map(([key, child]) => {
        return [key, isMarked(value, key) ? secret(sent(child)) : sent(child)] as const;
    });
    return Object.fromEntries(fields);
}

/** The objects of a resource, to be put into a list. */
const itemsOf = ({ props }: Resource): unknown[] => (Array.isArray(props.items) ? (props.items as unknown[]) : [props]);
const listType = "kubernetes:core/v1:List";

/** Resources with what breaks the control beside them: in the same list, or in another cluster or account. */
function beside(rule: Rule, one: readonly Resource[], bad: readonly Resource[]): Resource[] {
    const [first] = [...one, ...bad];
    const isKubernetes = first?.type.startsWith("kubernetes:") === true;
    if (rule.on.scope === "stack") {
        const at = (provider: string, all: readonly Resource[]): Resource[] =>
            all.map((each) => {
                const type = `pulumi:providers:${each.type.replace(/:.*/, "")}`;
                return {
                    ...each,
                    urn: `${each.urn}-${provider}`,
                    provider: urnOf({ type, name: provider, props: {} }),
                };
            });
        return [...at("one", one), ...at("other", bad)];
    }
    if (!isKubernetes) return [...one];
    const named = bad.flatMap(itemsOf).map((item) => {
        const metadata = { ...((item as Data).metadata as Data), name: "bad" };
        return copyMarks(item as Data, { ...(item as Data), metadata });
    });
    return [{ type: listType, urn: "urn:list", name: "list", props: { items: [...one.flatMap(itemsOf), ...named] } }];
}

function said({ title, level }: Control, { findings, undecided }: Judgement): string[] {
    const places = new Map<string, string[]>();
    for (const { urn = "", path } of undecided) places.set(urn, [...(places.get(urn) ?? []), path]);
    const open = [...places.values()].map(
        (all) => `advisory ${title}\ncannot be decided before ${all.join(", ")} ${all.length > 1 ? "are" : "is"} known`,
    );
    return [...findings.map(({ message }) => `${level} ${title}\n${message}`), ...open].sort();
}

interface Case {
    resources: Resource[];
    bad: Resource[];
    standards: Standards;
    path: Key[];
}

/** Standards as text: equal where they are. */
function key({ level, versions, settings }: Standards): string {
    return JSON.stringify([level, versions, [...(settings ?? [])]]);
}

function casesOf(control: Control, rule: Rule): Case[] {
    // The level privileged is only of namespaces whose names are known.
    const examples = [...rule.good, ...rule.bad].filter(({ level }) => level !== "privileged");
    const cases = examples.flatMap((example) => {
        const standards = standardsOf(control, example);
        const other = rule.bad.find((each) => key(standardsOf(control, each)) === key(standards));
        const resources = embedded(rule, example);
        const bad = other === undefined ? [] : embedded(rule, other);
        const paths = pathsIn(resources.map(({ props }) => props)).filter((path) => path.length > 1);
        return paths.map((path) => ({ resources, bad, standards, path }));
    });
    // What differs only in what is behind the unknown value is the same.
    const distinct = new Map(
        cases.map((each) => [JSON.stringify([hidden(each, string), each.bad, key(each.standards), each.path]), each]),
    );
    const all = [...distinct.values()];
    const some = fc.shuffledSubarray(all, {
        minLength: Math.min(most, all.length),
        maxLength: Math.min(most, all.length),
    });
    const [chosen = []] = fc.sample(some, { seed, numRuns: 1 });
    return chosen.sort((a, b) => (key(a.standards) < key(b.standards) ? -1 : 1));
}

function hidden({ resources, path: [number, ...path] }: Case, unknown: unknown): Resource[] {
    return resources.map((each, index) =>
        index === number ? { ...each, props: replaced(each.props, path, unknown) as Data } : each,
    );
}

async function configure(control: Control, { level, versions: [version = 0], settings }: Standards): Promise<void> {
    const properties = { kubernetesVersion: `1.${version}`, podSecurityLevel: level };
    const off = controls.map(({ id }) => [id, { level: "disabled" as const }] as const);
    const own = settings?.get(control.id) ?? {};
    const on = { [control.id]: { level: control.level, properties: own }, settings: { properties } };
    await analyzer.configure({ ...Object.fromEntries(off), ...on });
}

const rules = controls.flatMap((control) =>
    rulesOf(control).map((rule) => [`${control.id} over ${rule.on.name}`, control, rule] as const),
);

test.each(rules)("%s", async (_, control, rule) => {
    let configured = "";
    const faults: unknown[] = [];
    const findings = new Map<string, number>();
    for (const [index, each] of casesOf(control, rule).entries()) {
        if (key(each.standards) !== configured) await configure(control, each.standards);
        configured = key(each.standards);
        const unknown = unknowns[index % unknowns.length];
        // A mark is part of what no-plaintext-secret judges; elsewhere it changes nothing.
        const wrapped = index % 3 === 0 && control.id !== "no-plaintext-secret";
        const judgedAs = beside(rule, hidden(each, unknown), each.bad);
        const subjects = beside(rule, hidden(each, wrapped ? secret(unknown) : unknown), each.bad).map(
            ({ provider, ...resource }): Subject => ({
                ...resource,
                props: sent(resource.props) as Data,
                ...(provider === undefined ? {} : { provider: provider.replace(/.*::/, "") }),
            }),
        );
        const [single] = subjects;
        const answer =
            rule.on.scope === "stack" || single === undefined
                ? await analyzer.analyzeStack(subjects)
                : await analyzer.analyze(single);
        const told = answer.diagnostics.filter(({ policy }) => policy === control.id);
        const messages = told.map(({ level, message }) => `${level} ${message}`).sort();
        const expected = said(control, judgeBy(control, rule, judgedAs, each.standards));
        const beneath = JSON.stringify([each.bad, key(each.standards)]);
        const alone =
            findings.get(beneath) ?? judgeBy(control, rule, beside(rule, [], each.bad), each.standards).findings.length;
        findings.set(beneath, alone);
        const atLevel = messages.filter(
            (text) => text.startsWith(control.level) && !text.includes("cannot be decided"),
        );
        if (JSON.stringify(messages) !== JSON.stringify(expected) || atLevel.length < alone) {
            faults.push({
                seed,
                path: each.path.join("."),
                messages,
                expected,
                props: subjects.map(({ props }) => props),
            });
        }
    }
    expect(faults.slice(0, 3)).toEqual([]);
    const isInList =
        rule.on.scope === "stack" || rule.bad.some((bad) => embedded(rule, bad)[0]?.type.startsWith("kube"));
    expect(!isInList || [...findings.values()].some((count) => count > 0)).toBe(true);
});
