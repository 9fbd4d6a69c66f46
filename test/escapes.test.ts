import noDangerousCapabilities, {
    dangerous,
} from "hardened-containers-policies/controls/pods/no-dangerous-capabilities";
import noHostPath from "hardened-containers-policies/controls/pods/no-host-path";
import defaultCapabilities, { defaults } from "hardened-containers-policies/controls/pods/default-capabilities";
import noRuntimeSocket, { sockets } from "hardened-containers-policies/controls/pods/no-runtime-socket";
import { judge } from "hardened-containers-policies/judge";
import { containers, volumes } from "hardened-containers-policies/subjects/pods";
import { startAnalyzer, type Analyzer } from "./analyzer";
import { deployment, goodContainer, policiesOf } from "./subjects";

const mounting = (path: string) =>
    volumes
        .embed({ volume: { hostPath: { path } } })
        .flatMap((it) => judge(noRuntimeSocket, it).findings.map(({ message }) => message));
const adding = (name: string, pod = {}) =>
    containers
        .embed({ pod, container: { securityContext: { capabilities: { add: [name] } } } })
        .flatMap((it) => judge(noDangerousCapabilities, it).findings.map(({ message }) => message));

describe("sockets of container runtimes", () => {
    const others = [
        ["/var/run/docker.sock", "//run//docker.sock", "/run/docker.sock/", "/run/./docker.sock", "run/docker.sock"],
        ["/run/user/1000/docker.sock", "/run/user/1000/podman/podman.sock", "/srv/containerd.sock"],
    ].flat();
    test.each([...sockets, ...others])("%s is one", (path) => {
        expect(mounting(path)).toEqual([`spec.volumes[data] mounts ${path} of the node, a container runtime's socket`]);
    });

    test.each([
        "/",
        "//",
        "/run",
        "/run/",
        "/var",
        "/var/",
        "/var/run",
        "/var//run/",
        "/run/containerd",
        "/var/run/crio",
        "/var/snap",
    ])("%s holds one", (path) => {
        expect(mounting(path)).toEqual([
            `spec.volumes[data] mounts ${path} of the node, where a container runtime has its socket`,
        ]);
    });

    test.each(["\\\\.\\pipe\\docker_engine", "//./pipe/containerd-containerd", "\\\\.\\pipe\\cri-dockerd"])(
        "%s is a pipe",
        (path) => {
            expect(mounting(path)).toEqual([expect.stringContaining("named pipe")]);
        },
    );

    test.each([
        "/var/log",
        "/run/secrets",
        "/run/udev",
        "/var/runtime",
        "/running",
        "/etc/docker",
        "/var/lib/docker/volumes/x",
        "/run/containerd-shim",
        "/opt/docker.sock.d",
        "\\\\.\\pipe\\csi-proxy-volume",
        "C:\\ProgramData\\docker\\config",
        "/sys",
        "/dev",
        "",
    ])("%s is none", (path) => {
        expect(mounting(path)).toEqual([]);
    });
});

describe("dangerous capabilities", () => {
    test.each([...dangerous])("%s", (name) => {
        for (const form of [name, `CAP_${name}`, name.toLowerCase()]) {
            expect(adding(form)).toEqual([`spec.containers[app] adds ${form}`]);
        }
        expect(adding(name, { os: { name: "windows" } })).toEqual([]);
    });

    test("none of the default ones is, and all of them are more than default", () => {
        for (const name of [...defaults, "SYS_TIME", "LEASE", "", "SYS"]) expect(adding(name)).toEqual([]);
        for (const name of dangerous) expect(defaults).not.toContain(name);
    });
});

describe("one cause, one finding", () => {
    let analyzer: Analyzer;
    beforeAll(async () => {
        analyzer = await startAnalyzer();
    });
    afterAll(() => analyzer.stop());

    test.each([
        [
            noHostPath.id,
            noRuntimeSocket.id,
            deployment({}, { volumes: [{ name: "docker", hostPath: { path: "/var/run/docker.sock" } }] }),
        ],
        [
            defaultCapabilities.id,
            noDangerousCapabilities.id,
            deployment({
                securityContext: {
                    ...goodContainer.securityContext,
                    capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] },
                },
            }),
        ],
    ])("%s speaks; where it is off, %s does", async (wide, narrow, subject) => {
        expect(policiesOf(await analyzer.analyze(subject))).toEqual([wide]);
        await analyzer.configure({ [wide]: { level: "disabled" } });
        expect(policiesOf(await analyzer.analyze(subject))).toEqual([narrow]);
        await analyzer.configure({});
    });
});
