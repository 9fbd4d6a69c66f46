/** The commands, their options and exit codes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "hardened-containers-policies/controls";
import { parse } from "../../cli/configuration";
import { presetNames } from "../../cli/pack-files";
import { findings, hardened, privilegedPod, said, written } from "./run";

const advisoryOnly = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: app
      image: registry.example.com/app:1.2.3@sha256:${"0".repeat(64)}
      resources: {limits: {memory: 64Mi}}
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}
`;
const clean = advisoryOnly.replace("limits: {", "requests: {cpu: 100m}, limits: {");

describe("exit codes", () => {
    test.each([
        ["nothing found", clean, [], 0],
        ["advisory findings", advisoryOnly, [], 0],
        ["advisory findings of that severity", advisoryOnly, ["--fail-on", "low"], 1],
        ["advisory findings of a lower one", advisoryOnly, ["--fail-on", "medium"], 0],
        ["mandatory findings", privilegedPod, [], 1],
        ["mandatory findings of that severity", privilegedPod, ["--fail-on", "critical"], 1],
        [
            "mandatory findings of a lower one",
            privilegedPod.replace("privileged: true", "privileged: false"),
            ["--fail-on", "critical"],
            0,
        ],
        ["a preset that does not exist", clean, ["--preset", "nosuch"], 2],
        ["a version that is none", clean, ["--kubernetes-version", "latest"], 2],
        ["a configuration that does not exist", clean, ["--config", "/nowhere/policies.json"], 2],
        ["an output that cannot be written", clean, ["--output", "/nowhere/report"], 2],
        ["an option that does not exist", clean, ["--formt", "json"], 2],
        ["a format that does not exist", clean, ["--format", "xml"], 2],
        ["a severity that does not exist", clean, ["--fail-on", "severe"], 2],
    ])("%s", (_, text, options, code) => {
        const ran = hardened("check", ...written({ "a.yaml": text }), ...options);
        expect(ran.code).toBe(code);
        expect(`${ran.out}${ran.error}`).not.toMatch(/^ {4}at /m);
        expect(code === 2 ? ran.error : "said").not.toBe("");
    });

    test.each([
        [["nosuch"]],
        [["explain"]],
        [["explain", "nosuch"]],
        [["check", "/nowhere/a.yaml"]],
        [["check", tmpdir()]],
    ])("%j is 2", (args) => {
        const { code, error } = hardened(...args);
        expect(code).toBe(2);
        expect(error).not.toBe("");
    });

    test("help and the version are no fault", () => {
        expect(hardened("--help")).toMatchObject({
            code: 0,
            out: expect.stringContaining("Usage: hardened") as string,
        });
        expect(hardened("check", "--help").out).toContain("--kubernetes-version");
        expect(hardened("--version").out).toMatch(/^\d+\.\d+\.\d+\n$/);
    });
});

describe("configuration", () => {
    const config = (value: unknown): string => written({ "policies.json": JSON.stringify(value) })[0] ?? "";
    const level = (value: unknown, policy = "no-privileged"): string[] => {
        const ran = hardened(
            "check",
            ...written({ "a.yaml": privilegedPod }),
            "--config",
            config(value),
            "--format",
            "json",
        );
        return said(ran).flatMap((each) => (each.policy === policy ? [each.level] : []));
    };

    test("sets levels as the engine does", () => {
        expect(level({})).toEqual(["mandatory"]);
        expect(level({ "no-privileged": "advisory" })).toEqual(["advisory"]);
        expect(level({ "no-privileged": "disabled" })).toEqual([]);
        expect(level({ "no-privileged": { enforcementLevel: "advisory" } })).toEqual(["advisory"]);
        expect(level({ all: "advisory" })).toEqual(["advisory"]);
        expect(level({ all: "advisory", "no-privileged": "mandatory" })).toEqual(["mandatory"]);
        expect(level({ all: { enforcementLevel: "disabled" }, environments: ["a/b"] })).toEqual([]);
    });

    test("what is misspelt in it is a finding that names it, once", () => {
        const [message] = findings(
            "settings",
            { "a.yaml": privilegedPod },
            "--config",
            config({ "no-privilegd": "advisory" }),
        );
        expect(message).toContain("no-privilegd");
        expect(level({ "no-privilegd": "advisory" }, "settings")).toEqual(["mandatory"]);
        expect(level({ settings: { kubernetesVersions: "1.35" } }, "settings")).toEqual(["mandatory"]);
    });

    test.each([
        ["{\n  a: 1\n}", /policies\.json:2: not valid JSON/],
        ["", undefined],
        ["[]", /policies\.json: not a configuration/],
        ['{"no-privileged": "off"}', /no-privileged: "off" is not a level/],
        ['{"no-privileged": {"enforcementLevel": 5}}', /no-privileged: 5 is not a level/],
        ['{"no-privileged": null}', /no-privileged: null is not a level/],
    ])("%s", (text, sentence) => {
        const [file = ""] = written({ "policies.json": text });
        const { code, error } = hardened("check", ...written({ "a.yaml": clean }), "--config", file);
        expect([code, error]).toEqual(sentence === undefined ? [0, ""] : [2, expect.stringMatching(sentence)]);
    });

    test("--kubernetes-version says by which version pods are judged", () => {
        const sysctl = `${privilegedPod.replace("true", "false")}  securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: "1"}]}\n`;
        const at = (version: string) => findings("safe-sysctls", { "a.yaml": sysctl }, "--kubernetes-version", version);
        expect(at("1.31")).toHaveLength(1);
        expect(at("1.35")).toHaveLength(0);
    });

    test.each([...presetNames(), "none of them"])(
        "the preset %s is used, and a configuration comes before it",
        (name) => {
            const files = written({ "a.yaml": privilegedPod });
            if (!presetNames().includes(name)) {
                expect(hardened("check", ...files, "--preset", name).error).toContain(`there is no preset ${name}`);
                return;
            }
            expect(hardened("check", ...files, "--preset", name).code).toBe(1);
            const all = config({
                ...Object.fromEntries(controls.map(({ id }) => [id, "advisory"])),
                waivers: "advisory",
            });
            expect(hardened("check", ...files, "--preset", name, "--config", all).code).toBe(0);
        },
    );
});

describe("explain", () => {
    test.each(controls.map(({ id }) => id))("%s", (id) => {
        const { code, out } = hardened("explain", id);
        const control = controls.find((each) => each.id === id);
        expect(code).toBe(0);
        for (const part of [control?.title, control?.why, "Does not pass", "Passes", `README.md#${id}`])
            expect(out).toContain(part);
    });

    test.each([
        ["no-privilegd", "there is no control no-privilegd; did you mean no-privileged?\n"],
        ["completely-different-thing", "there is no control completely-different-thing\n"],
    ])("%s", (id, sentence) => {
        expect(hardened("explain", id).error).toBe(sentence);
    });
});

test("list names all controls, with the levels that they have been configured to have", () => {
    const [config = ""] = written({ "policies.json": { "no-privileged": "advisory" } });
    expect(hardened("list").out.trim().split("\n")).toHaveLength(controls.length);
    const listed = JSON.parse(hardened("list", "--format", "json", "--config", config).out) as {
        id: string;
        level: string;
    }[];
    expect(listed.map(({ id }) => id)).toEqual(controls.map(({ id }) => id));
    expect(listed.find(({ id }) => id === "no-privileged")?.level).toBe("advisory");
});

describe("baseline", () => {
    const folder = mkdtempSync(join(tmpdir(), "hardened-baseline-"));
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });
    const exported = (project: string) => {
        const type = "kubernetes:core/v1:Pod";
        const spec = { containers: [{ name: "app", image: "a:1", securityContext: { privileged: true } }] };
        const urn = `urn:pulumi:dev::${project}::${type}::web`;
        return { version: 3, deployment: { resources: [{ urn, type, inputs: { metadata: { name: "web" }, spec } }] } };
    };
    type Written = Record<string, unknown> & { settings: { baseline: Record<string, string[]> } };

    test("of an export lets it pass, and what is new not", () => {
        const [old = "", added = ""] = written({ "a.json": exported("shop"), "b.json": exported("bank") });
        const output = join(folder, "policies.json");
        expect(hardened("baseline", old, "--output", output)).toMatchObject({ code: 0, out: "" });
        const check = (...files: string[]) => hardened("check", ...files, "--config", output, "--format", "json");
        const kinds = new Set(said(check(old)).map(({ kind }) => kind));
        expect([check(old).code, [...kinds]]).toEqual([0, ["baseline"]]);
        expect(check(old, added).code).toBe(1);
        // Whatever is switched on later.
        expect(hardened("check", old, "--config", output, "--all").code).toBe(0);
    });

    test("keeps the configuration, and what it holds of other stacks; is sorted and stable", () => {
        const gone = "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::gone";
        const other = "urn:pulumi:prod::shop::kubernetes:core/v1:Pod::web";
        const given = {
            "image-digest": "disabled",
            "no-host-ports": { enforcementLevel: "advisory", unknowns: "ignore" },
            settings: { podSecurityLevel: "baseline", baseline: { "no-privileged": [other, gone] } },
        };
        const [file = "", config = ""] = written({ "a.json": exported("shop"), "policies.json": given });
        const { out } = hardened("baseline", file, "--config", config);
        const { settings, ...rest } = JSON.parse(out) as Written;
        expect(rest).toEqual({ "image-digest": "disabled", "no-host-ports": given["no-host-ports"] });
        expect(settings).toMatchObject({ podSecurityLevel: "baseline" });
        expect(settings.baseline["no-privileged"]).toEqual([
            "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::web",
            other,
        ]);
        expect(Object.keys(settings.baseline)).toEqual(Object.keys(settings.baseline).sort());
        const [again = ""] = written({ "policies.json": out });
        expect(hardened("baseline", file, "--config", again).out).toBe(out);
    });

    test("is not written where something cannot be read", () => {
        const output = join(folder, "none.json");
        expect(hardened("baseline", ...written({ "a.yaml": "kind: [" }), "--output", output).code).toBe(2);
        expect(() => readFileSync(output)).toThrow("ENOENT");
    });
});

test("a configuration is read as the engine reads it", () => {
    expect(parse(" \n", "f")).toEqual(new Map());
    const read = parse('{"a": "advisory", "b": {"enforcementLevel": "disabled", "x": 1}, "c": {"y": 2}}', "f");
    expect([...read]).toEqual([
        ["a", { level: "advisory", properties: {} }],
        ["b", { level: "disabled", properties: { x: 1 } }],
        ["c", { properties: { y: 2 } }],
    ]);
});
