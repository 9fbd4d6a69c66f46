import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { PodSecurityLevel } from "hardened-containers-policies/control";
import type { Data } from "hardened-containers-policies/resource";

const upstream = "k8s.io/pod-security-admission@v0.37.0";

/** One of Kubernetes' own test cases for Pod Security. */
export interface Fixture {
    level: PodSecurityLevel;
    /** Minor version of Kubernetes. */
    version: number;
    expected: "pass" | "fail";
    /** Upstream's check, in lower case and with a number: `hostports0`. */
    name: string;
    pod: { metadata: Data; spec: Data };
}

/** All of upstream's test cases, fetched by Go into its module cache. */
export function readFixtures(): Fixture[] {
    const root = join(moduleFolder(), "test", "testdata");
    const parsed = new Map<string, Fixture["pod"]>();
    return (["baseline", "restricted"] as const).flatMap((level) =>
        readdirSync(join(root, level)).flatMap((version) =>
            (["pass", "fail"] as const).flatMap((expected) =>
                readdirSync(join(root, level, version, expected)).map((file) => {
                    const text = readFileSync(join(root, level, version, expected, file), "utf8");
                    // Few of the files differ.
                    const pod = parsed.get(text) ?? (parse(text) as Fixture["pod"]);
                    parsed.set(text, pod);
                    const minor = Number(version.replace("v1.", ""));
                    return { level, version: minor, expected, name: file.replace(".yaml", ""), pod };
                }),
            ),
        ),
    );
}

function moduleFolder(): string {
    try {
        const found = execFileSync("go", ["mod", "download", "-json", upstream], { cwd: "/", encoding: "utf8" });
        return (JSON.parse(found) as { Dir: string }).Dir;
    } catch (cause) {
        throw new Error(
            `Kubernetes' own Pod Security fixtures come with Go: install it, and let it fetch ${upstream}`,
            { cause },
        );
    }
}
