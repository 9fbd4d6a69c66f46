/** Where levels and settings come from. */
import { controls } from "hardened-containers-policies/controls";
import { parse } from "../../cli/configuration";
import { presetNames } from "../../cli/pack-files";
import { cleanPod, findings, hardened, privilegedPod, said, written } from "./run";

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
        const { code, error } = hardened("check", ...written({ "a.yaml": cleanPod }), "--config", file);
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

test("a configuration is read as the engine reads it", () => {
    expect(parse(" \n", "f")).toEqual(new Map());
    const read = parse('{"a": "advisory", "b": {"enforcementLevel": "disabled", "x": 1}, "c": {"y": 2}}', "f");
    expect([...read]).toEqual([
        ["a", { level: "advisory", properties: {} }],
        ["b", { level: "disabled", properties: { x: 1 } }],
        ["c", { properties: { y: 2 } }],
    ]);
});
