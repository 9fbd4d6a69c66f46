/** What remediation sets, case by case. */
import type { Data } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { secret } from "./analyzer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { subjectOf } from "hardened-containers-policies/judge";
import { leavesOf, standardsOf } from "./examples";
import {
    app,
    controlOf,
    differences,
    findings,
    pod,
    podSecurity,
    podType,
    remediable,
    remedied,
    set,
} from "./remediation";

const container = "spec.containers.0.securityContext";

describe("of a control's bad examples", () => {
    const examples = remediable.flatMap((control) =>
        control.bad.map((example) => [control.id, JSON.stringify(example), control, example] as const),
    );
    // What is wrong there is not what `safe` says, or the API would refuse it.
    const decidedByPeople = [
        '{"pod":{"securityContext":{"runAsNonRoot":true}},"container":{"securityContext":{"runAsNonRoot":false}}}',
        '{"container":{"securityContext":{"capabilities":{"drop":["ALL"],"add":["CHOWN"]}}}}',
        '{"container":{"securityContext":{"capabilities":{"drop":[],"add":["CHOWN"]}}}}',
        '{"version":24,"pod":{"os":{"name":"windows"}},"container":{}}',
    ];
    test.each(examples)("%s %s: the finding is gone, or nothing changes", (_, shown, control, example) => {
        const [resource] = control.on.embed(subjectOf(example));
        if (resource === undefined) throw new Error("there is no resource");
        const standards = standardsOf(control, example);
        const { after, found } = remedied(resource.type, resource.props, [control], { standards });
        const stays = decidedByPeople.includes(shown) || isExcluding(resource.props);
        expect(found).toHaveLength(stays ? 0 : 1);
        expect(findings(control, resource.type, after, standards)).toHaveLength(stays ? 1 : 0);
        if (stays) expect(differences(resource.props, after)).toEqual({});
    });
    const isExcluding = ({ imageTagMutabilityExclusionFilters }: Data) =>
        imageTagMutabilityExclusionFilters !== undefined;

    test("all controls together put an empty pod right", () => {
        const { after } = remedied(podType, pod({ containers: [{ name: "app" }] }));
        expect(after.spec).toEqual({
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            containers: [
                {
                    name: "app",
                    securityContext: {
                        allowPrivilegeEscalation: false,
                        readOnlyRootFilesystem: true,
                        capabilities: { drop: ["ALL"] },
                    },
                },
            ],
        });
        for (const control of podSecurity) expect(findings(control, podType, after)).toEqual([]);
    });
});

test("the documentation names every control that sets something, and what it sets", () => {
    const text = readFileSync(join(__dirname, "..", "policypack", "REMEDIATION.md"), "utf8");
    const rows = new Map([...text.matchAll(/^\| `([\w-]+)` +\| (.*) \|$/gm)].map(([, id, sets]) => [id, sets ?? ""]));
    expect([...rows.keys()].sort()).toEqual(remediable.map(({ id }) => id).sort());
    for (const { id, safe } of remediable) {
        const [[, ...first] = []] = leavesOf(safe);
        expect(rows.get(id)).toContain(first.at(-1)?.replace("pod-security.kubernetes.io/", ""));
    }
});

describe("a value that is there", () => {
    test.each<[string, string, object, object]>([
        [
            "is overwritten where it is unsafe",
            "no-privilege-escalation",
            app({ allowPrivilegeEscalation: true }),
            { [`${container}.allowPrivilegeEscalation`]: false },
        ],
        [
            "is overwritten in the pod",
            "run-as-non-root",
            { ...app({ runAsNonRoot: true }), securityContext: { runAsNonRoot: false } },
            { "spec.securityContext.runAsNonRoot": true },
        ],
        [
            "gains what is missing from a list",
            "drop-all-capabilities",
            app({ capabilities: { drop: ["NET_RAW"], add: [sentinels.string] } }),
            { [`${container}.capabilities.drop.1`]: "ALL" },
        ],
        [
            "stays where it is not known",
            "no-privilege-escalation",
            app({ allowPrivilegeEscalation: sentinels.boolean }),
            {},
        ],
        ["stays where what it is in is not known", "no-privilege-escalation", app(sentinels.object), {}],
        [
            "stays where the list that it is in is not known",
            "no-privilege-escalation",
            { containers: sentinels.array },
            {},
        ],
        ["stays where it is no object", "no-privilege-escalation", app("restricted"), {}],
        [
            "is set where it is null",
            "no-privilege-escalation",
            app(null),
            { [container]: { allowPrivilegeEscalation: false } },
        ],
        [
            "stays beside what the finding is about, too",
            "drop-all-capabilities",
            app({ capabilities: { add: ["CHOWN"] } }),
            {},
        ],
    ])("%s", (_, id, spec, expected) => {
        expect(set(id, podType, pod(spec))).toEqual(expected);
    });

    test("of a container that allows root keeps the pod's from being set for it, not for others", () => {
        const spec = { containers: [{ name: "root", securityContext: { runAsNonRoot: false } }, { name: "app" }] };
        expect(set("run-as-non-root", podType, pod(spec))).toEqual({ "spec.securityContext": { runAsNonRoot: true } });
        expect(set("run-as-non-root", podType, pod({ containers: spec.containers.slice(0, 1) }))).toEqual({});
    });
});

describe("what an API refuses is not set", () => {
    test.each<[string, object]>([
        ["beside privileged", app({ privileged: true })],
        ["beside CAP_SYS_ADMIN", app({ capabilities: { add: ["CAP_SYS_ADMIN"] } })],
        ["on Windows", { ...app({}), os: { name: "windows" } }],
    ])("%s", (_, spec) => {
        const standards = { level: "restricted", versions: [24] } as const;
        expect(set("no-privilege-escalation", podType, pod(spec), { standards })).toEqual({});
    });

    test("but where it is not known whether it refuses, as update will show", () => {
        expect(set("no-privilege-escalation", podType, pod(app({ privileged: sentinels.boolean })))).toEqual({
            [`${container}.allowPrivilegeEscalation`]: false,
        });
    });
});

describe("secrets", () => {
    test("stay secret, with what is set in them", () => {
        const wire = pod(
            app(
                secret({ capabilities: secret({ drop: secret(["NET_RAW"]) }), allowPrivilegeEscalation: secret(true) }),
            ),
        );
        const { after } = remedied(podType, wire, ["no-privilege-escalation", "drop-all-capabilities"].map(controlOf));
        const drop = secret(["NET_RAW", "ALL"]);
        expect(after).toEqual(
            pod(app(secret({ capabilities: secret({ drop }), allowPrivilegeEscalation: secret(false) }))),
        );
    });

    test("that hold nothing gain an object", () => {
        expect(remedied(podType, pod(app(secret(null))), [controlOf("no-privilege-escalation")]).after).toEqual(
            pod(app(secret({ allowPrivilegeEscalation: false }))),
        );
    });
});
