/** The command as it is built, as a user starts it. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { privilegedPod, written } from "./run";

const folder = resolve(__dirname, "..", "..", "cli");
const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { bin: { hardened: string } };
const hardened = (args: string[], input = "") => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, bin.hardened), ...args], {
        input,
        encoding: "utf8",
        maxBuffer: 1 << 28,
    });
    return { status, stdout, stderr };
};

/** As `helm template` writes it. */
const rendered = `---
# Source: shop/templates/serviceaccount.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
---
# Source: shop/templates/empty.yaml
---
# Source: shop/templates/web.yaml
${privilegedPod}`;

test.each([[["check", "-"]], [["check"]]])("%j reads what Helm or Kustomize writes", (args) => {
    const { status, stdout, stderr } = hardened(args, rendered);
    expect(stdout).toContain("standard input (shop/templates/web.yaml): v1 Pod shop/web\n");
    expect(stdout).toMatch(/^ {2}18:7 .*no-privileged/m);
    expect([status, stderr]).toEqual([1, ""]);
});

test("a stack export on standard input is recognised", () => {
    const type = "kubernetes:core/v1:Pod";
    const inputs = { spec: { containers: [{ name: "app", securityContext: { privileged: true } }] } };
    const resources = [{ urn: `urn:pulumi:dev::shop::${type}::web`, type, inputs }];
    const { status, stdout } = hardened(["check", "-"], JSON.stringify({ version: 3, deployment: { resources } }));
    expect(stdout).toContain(`standard input: urn:pulumi:dev::shop::${type}::web\n`);
    expect(status).toBe(1);
});

test("what comes slowly is read to its end", () => {
    const command = `(sleep 0.3; echo "apiVersion: v1"; sleep 0.3; echo "kind: Pod") | "$0" "$@"`;
    const args = ["-c", command, process.execPath, join(folder, bin.hardened), "check", "-"];
    const { stdout, stderr } = spawnSync("bash", args, { encoding: "utf8" });
    expect([stdout, stderr]).toEqual([expect.stringContaining("of 1 resource."), ""]);
});

test("says what is wrong with standard input, and with how it is used", () => {
    expect(hardened(["check"], "a: [")).toMatchObject({ status: 2, stdout: "Nothing found in 0 resources.\n" });
    expect(hardened(["check"], "a: [").stderr).toMatch(/^-:1: not valid YAML: .*\n$/);
    expect(hardened(["check", "--nosuch"])).toMatchObject({ status: 2, stdout: "" });
    expect(hardened([])).toMatchObject({ status: 2, stdout: "" });
});

test("a reader that has seen enough is no fault", () => {
    const files = written({ "a.yaml": `${privilegedPod}---\n`.repeat(2000) });
    const command = `"$0" "$@" | head -n 1`;
    const args = ["-o", "pipefail", "-c", command, process.execPath, join(folder, bin.hardened), "check", ...files];
    const { stdout, stderr } = spawnSync("bash", args, { encoding: "utf8" });
    expect(stdout).toContain("Pod shop/web");
    expect(stderr).toBe("");
});

test("a stream of thousands of manifests", () => {
    const count = 3000;
    const text = Array.from({ length: count }, (_, index) => privilegedPod.replace("web", `web-${index}`)).join(
        "---\n",
    );
    const { status, stdout } = hardened(["check", "-", "--format", "json"], text);
    const findings = (JSON.parse(stdout) as { findings: { policy: string; line: number }[] }).findings;
    const lines = findings.filter(({ policy }) => policy === "no-privileged").map(({ line }) => line);
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => index * 12 + 8));
    expect(status).toBe(1);
});

test("it may be executed, and loads neither an SDK nor the pack's server", () => {
    const main = join(folder, bin.hardened);
    expect(readFileSync(main, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(main).isFile()).toBe(true);
    const code = `process.argv = [process.argv[0], "hardened", "list"];
        require(${JSON.stringify(main)});
        console.error(JSON.stringify(Object.keys(require.cache)));`;
    const { stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
    const loaded = JSON.parse(stderr) as string[];
    expect(loaded.filter((path) => /node_modules\/(@pulumi|@grpc)\//.test(path))).toEqual([]);
    expect(loaded.filter((path) => /policypack\/dist\/(index|sdk|analysis)\.js$/.test(path))).toEqual([]);
    expect(loaded.some((path) => /policypack\/dist\/reports\.js$/.test(path))).toBe(true);
});
