import { existsSync } from "node:fs";
import { findCli, type Cli } from "../sandbox/cli";
import { openSandbox, run, type Command, type CommandOptions, type Result, type Sandbox } from "../sandbox/run";
import { folderWith } from "./sandbox/folder";
import { javascript, pack } from "./sandbox/programs";

jest.setTimeout(60_000);

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = "4dabf18193072939515e22adb298388d";

let cli: Cli;
beforeAll(async () => {
    // The first time ever it may be built from its source.
    cli = await findCli();
}, 900_000);

describe("one stack from its first preview to its end", () => {
    let sandbox: Sandbox;
    let policyPack: string;

    beforeAll(async () => {
        policyPack = folderWith(pack);
        sandbox = await openSandbox({ program: folderWith({ "index.js": javascript }), cli });
    });
    afterAll(() => {
        sandbox.close();
        expect(existsSync(sandbox.folder)).toBe(false);
    });

    async function pulumi(command: Command, options: CommandOptions = {}): Promise<Result> {
        return sandbox.run(command, { skipPreview: true, ...options });
    }

    async function kept(name: string) {
        const found = (await sandbox.resources()).find(({ urn }) => urn.endsWith(`::${name}`));
        if (!found) throw new Error(`there is no ${name}`);
        return found;
    }

    function step(result: Result, name: string) {
        return result.steps.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ op }) => op);
    }

    test("preview: what is known is known, what is not is not", async () => {
        const result = await pulumi("preview");
        expect([result.exitCode, result.output]).toEqual([0, expect.stringContaining("to create")]);
        const settings = result.steps.find(({ urn }) => urn.endsWith("::settings"));
        expect(settings?.inputs).toMatchObject({
            metadata: { namespace: expect.stringMatching(/^team-[0-9a-f]{8}$/) as string },
            data: { word: "fine", space: unknown },
        });
        expect(result.output).toMatch(/found\s*: "root-ca"/);
        expect(result.output).toMatch(/ref\s*: \[unknown\]/);
        expect(result.output).toMatch(/url\s*: \[unknown\]/);
        expect(await sandbox.resources()).toEqual([]);
    });

    test("up: creates, names and keeps secrets", async () => {
        const result = await pulumi("up");
        expect([result.exitCode, result.output]).toEqual([0, expect.stringContaining("created")]);
        const team = await kept("team");
        expect(team.id).toMatch(/^team-[0-9a-f]{8}$/);
        expect(team.inputs).not.toHaveProperty("metadata.namespace");
        expect((await kept("settings")).id).toMatch(new RegExp(`^${team.id ?? ""}/settings-[0-9a-f]{8}$`));
        expect((await kept("named")).id).toBe("default/named");
        expect((await kept("explicit")).id).toMatch(/^mine\/explicit-/);
        expect((await kept("login")).outputs).toHaveProperty(["stringData", secret]);
        expect((await kept("masked")).outputs).toMatchObject({ data: { b: "plain" } });
        expect((await kept("masked")).outputs).toHaveProperty(["data", "a", secret]);
        // YAML 1.1, as Kubernetes reads it.
        expect((await kept("m")).inputs).toMatchObject({ data: { true: false } });
        expect(await sandbox.export()).not.toContain("hunter2");
        expect(await sandbox.export({ showSecrets: true })).toContain("hunter2");

        const app = await kept("App");
        expect(app.id).toMatch(/^app-[0-9a-f]{7}$/);
        const arn = `arn:aws:ecr:us-east-1:123456789012:repository/${app.id ?? ""}`;
        expect(app.outputs).toMatchObject({
            arn,
            repositoryUrl: expect.stringContaining(`/${app.id ?? ""}`) as string,
        });
        expect(result.output).toMatch(/ref\s*: "app:1@sha256:[0-9a-f]{64}"/);
    });

    test("up again changes nothing", async () => {
        const result = await pulumi("up");
        expect(new Set(result.steps.map(({ op }) => op))).toEqual(new Set(["same", "read"]));
    });

    test("up of a later version: updates, replaces, deletes", async () => {
        const before = { grown: await kept("grown"), unnamed: await kept("unnamed"), App: await kept("App") };
        const result = await pulumi("up", { config: { second: "true" } });
        expect([result.exitCode, step(result, "grown"), step(result, "gone")]).toEqual([0, ["update"], ["delete"]]);
        // An object with a name of its own has to go before another one can take its place.
        expect(step(result, "named")).toEqual(["delete-replaced", "replace", "create-replacement"]);
        expect(step(result, "unnamed")).toEqual(["create-replacement", "replace", "delete-replaced"]);
        expect(step(result, "App")).toEqual(["create-replacement", "replace", "delete-replaced"]);
        expect((await kept("grown")).id).toBe(before.grown.id);
        expect((await kept("unnamed")).id).not.toBe(before.unnamed.id);
        expect((await kept("App")).id).not.toBe(before.App.id);
    });

    test("refresh finds everything as it was left", async () => {
        const state = async () =>
            (await sandbox.resources({ showSecrets: true })).map(({ id, outputs }) => ({ id, outputs }));
        const before = await state();
        expect(await pulumi("refresh", { config: { second: "true" } })).toMatchObject({ exitCode: 0 });
        expect(await state()).toEqual(before);
    });

    test("a mandatory policy blocks, with its event", async () => {
        const result = await pulumi("preview", { policyPack, config: { word: "bad" } });
        expect(result.exitCode).toBe(1);
        expect(result.policies).toEqual([
            {
                policy: "bad",
                pack: "words",
                level: "mandatory",
                message: "bad is not said.\nsays it",
                urn: expect.stringMatching(/::settings$/) as string,
            },
        ]);
    });

    test("an advisory policy does not block; the pack takes a configuration", async () => {
        const policyPackConfig = { bad: "disabled", meh: { enforcementLevel: "advisory", word: "bad" } };
        const result = await pulumi("preview", { policyPack, policyPackConfig, config: { word: "bad" } });
        expect(result.policies.map(({ policy, level }) => [policy, level])).toEqual([["meh", "advisory"]]);
        expect(result.exitCode).toBe(0);
    });

    test("refuses what the real provider would refuse, and says what the sandbox cannot do", async () => {
        const missing = await pulumi("preview", { config: { missing: "true" } });
        expect([missing.exitCode, missing.output]).toEqual([
            1,
            expect.stringContaining("Cluster requires this argument"),
        ]);
        const call = await pulumi("preview", { config: { missing: "", function: "true" } });
        expect(call.exitCode).toBe(1);
        expect(call.output).toContain(
            "the sandbox has no aws:ecr/getRepository:getRepository: it would need an AWS account",
        );
    });

    test("destroy leaves nothing", async () => {
        expect(await pulumi("destroy")).toMatchObject({ exitCode: 0 });
        expect(await sandbox.resources()).toEqual([]);
    });
});

test("run: names what it cannot run", async () => {
    const python = folderWith({ "Pulumi.yaml": "name: p\nruntime: python\n" });
    await expect(run({ command: "preview", program: python, cli })).rejects.toThrow("has the runtime python");
    await expect(run({ command: "preview", program: "/nowhere", cli })).rejects.toThrow("/nowhere is not a folder");
});
