import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Control, PodSecurityLevel } from "hardened-containers-policies/control";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";

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

/** The controls that must complain of what fails upstream's check, by the name of the check's fixtures. */
export const complaints: Record<string, (fixture: Fixture) => string[]> = {
    // The last of these fixtures adds a capability and drops none, so that nothing but this check refuses it at first.
    allowprivilegeescalation: ({ name, version }) => [
        "no-privilege-escalation",
        ...(name.endsWith("3") && version >= 22 ? ["drop-all-capabilities"] : []),
    ],
    apparmorprofile: () => ["apparmor-profile"],
    capabilities_baseline: () => ["default-capabilities"],
    capabilities_restricted: () => ["drop-all-capabilities"],
    hostnamespaces: () => ["no-host-namespaces"],
    hostpathvolumes: () => ["no-host-path"],
    hostports: () => ["no-host-ports"],
    hostprobesandhostlifecycle: () => ["no-probe-host"],
    // A privileged container cannot forbid privilege escalation.
    privileged: ({ level, version }) => [
        "no-privileged",
        ...(level === "restricted" && version >= 8 ? ["no-privilege-escalation"] : []),
    ],
    // At level restricted another check has taken over.
    procmount: ({ level, version }) =>
        level === "restricted" && version >= 35 ? ["restricted-proc-mount"] : ["default-proc-mount"],
    procmount_restricted: () => ["restricted-proc-mount"],
    restrictedvolumes: ({ name }) => (name.endsWith("s19") ? ["no-host-path"] : ["restricted-volume-types"]),
    runasnonroot: () => ["run-as-non-root"],
    runasuser: () => ["non-root-user"],
    seccompprofile_baseline: () => ["no-unconfined-seccomp"],
    // What is set is no-unconfined-seccomp's, what is missing seccomp-profile's.
    seccompprofile_restricted: ({ name }) => [/[14]$/.test(name) ? "no-unconfined-seccomp" : "seccomp-profile"],
    selinuxoptions: () => ["selinux-options"],
    sysctls: () => ["safe-sysctls"],
    // The API demands the host's network for such pods.
    windowshostprocess: () => ["no-host-namespaces", "no-host-process"],
};

/** The name of the check that a fixture is for. */
export function checkOf({ name }: Fixture): string {
    return name.replace(/\d+$/, "");
}

/** What is wrong with the verdicts of the controls on fixtures, each judged as the Pod that it is. */
export function faultsOfFixtures(fixtures: readonly Fixture[], controls: readonly Control[]): string[] {
    const resources = new Map<Fixture["pod"], Resource>();
    return fixtures.flatMap((fixture) => {
        const { pod, level, version, expected } = fixture;
        const resource = resources.get(pod) ?? {
            type: "kubernetes:core/v1:Pod",
            urn: "",
            name: "test",
            props: { ...pod },
        };
        resources.set(pod, resource);
        const where = `${level} 1.${version} ${fixture.name}`;
        const due = expected === "pass" ? [] : (complaints[checkOf(fixture)]?.(fixture) ?? ["unknown check"]);
        return controls
            .filter(({ podSecurity }) => podSecurity !== undefined)
            .flatMap((control) => {
                const { findings, undecided } = judge(control, resource, { level, versions: [version] });
                const lost = findings.filter(({ path }) => at(pod, path) === undefined);
                return [
                    ...(findings.length > 0 === due.includes(control.id) ? [] : [`${control.id} errs on ${where}`]),
                    ...lost.map(({ message }) => `${where} has no such place: ${message}`),
                    ...undecided.map(({ path }) => `${control.id} cannot decide ${where} for ${path}`),
                ];
            });
    });
}

/** What is at `spec.containers[app]`. */
function at(value: unknown, path: string): unknown {
    return path.split(/[.[]/).reduce((here: unknown, part) => {
        if (!part.endsWith("]")) return (here as Data | undefined)?.[part];
        return (here as Data[] | undefined)?.find(({ name }) => name === part.slice(0, -1));
    }, value);
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
