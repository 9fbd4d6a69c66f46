/** The commands, their options and exit codes. */
import { tmpdir } from "node:os";
import { controls } from "hardened-containers-policies/controls";
import { advisoryPod, cleanPod, hardened, privilegedPod, written } from "./run";

describe("exit codes", () => {
    test.each([
        ["nothing found", cleanPod, [], 0],
        ["advisory findings", advisoryPod, [], 0],
        ["advisory findings of that severity", advisoryPod, ["--fail-on", "low"], 1],
        ["advisory findings of a lower one", advisoryPod, ["--fail-on", "medium"], 0],
        ["mandatory findings", privilegedPod, [], 1],
        ["mandatory findings of that severity", privilegedPod, ["--fail-on", "critical"], 1],
        [
            "mandatory findings of a lower one",
            privilegedPod.replace("privileged: true", "privileged: false"),
            ["--fail-on", "critical"],
            0,
        ],
        ["a preset that does not exist", cleanPod, ["--preset", "nosuch"], 2],
        ["a version that is none", cleanPod, ["--kubernetes-version", "latest"], 2],
        ["a configuration that does not exist", cleanPod, ["--config", "/nowhere/policies.json"], 2],
        ["an output that cannot be written", cleanPod, ["--output", "/nowhere/report"], 2],
        ["an option that does not exist", cleanPod, ["--formt", "json"], 2],
        ["a format that does not exist", cleanPod, ["--format", "xml"], 2],
        ["a severity that does not exist", cleanPod, ["--fail-on", "severe"], 2],
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

describe("explain", () => {
    test.each(controls.map(({ id }) => id))("%s", (id) => {
        const { code, out } = hardened("explain", id);
        const control = controls.find((each) => each.id === id);
        expect(code).toBe(0);
        for (const part of [control?.title, control?.why, "Does not pass", "Passes", `README.md#${id}`])
            expect(out).toContain(part);
    });

    test.each([
        ["no-privilegd", "there is no control no-privilegd (did you mean no-privileged?)\n"],
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
