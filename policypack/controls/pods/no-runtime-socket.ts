import { posix } from "node:path";
import { control } from "../../control";
import { volumes } from "../../subjects/pods";

/** Where container runtimes listen, by the documentation of kubeadm, k3s, k0s, MicroK8s, Docker and Podman. */
export const sockets = [
    "/run/docker.sock",
    "/run/docker/containerd/containerd.sock",
    "/run/cri-dockerd.sock",
    "/run/dockershim.sock",
    "/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
    "/run/podman/podman.sock",
    "/run/buildkit/buildkitd.sock",
    "/run/k3s/containerd/containerd.sock",
    "/run/k0s/containerd.sock",
    "/var/snap/microk8s/common/run/containerd.sock",
];
const names = new Set(sockets.map((path) => posix.basename(path)));
const pipes = /^(\/\/|\\\\)\.[/\\]pipe[/\\](docker_|dockershim|containerd|cri-dockerd)/i;

/** What mounting a path brings into the container: a socket, a folder with one, or nothing of the kind. */
function mounted(path: string): string | undefined {
    if (pipes.test(path)) return "a container runtime's named pipe";
    const normal = posix.join("/", path, "/").slice(0, -1);
    // A socket may be elsewhere, such as that of a runtime without root, but is called the same.
    if (names.has(posix.basename(normal))) return "a container runtime's socket";
    // /var/run is a link to /run.
    const folder = `${normal.replace(/^\/var\/run(?=\/|$)/, "/run")}/`;
    const holds = normal === "/var" || sockets.some((socket) => socket.startsWith(folder));
    return holds ? "where a container runtime has its socket" : undefined;
}

const at = (path: string) => ({ volume: { hostPath: { path } } });

export default control({
    id: "no-runtime-socket",
    title: "Pods do not mount the socket of a container runtime",
    severity: "critical",
    level: "mandatory",
    why: "Whoever reaches the socket, even read-only, starts privileged containers on the node and is root there.",
    references: [],
    narrows: "no-host-path",
    on: volumes,
    check: ({ volume }) => {
        const path = volume.hostPath?.path;
        const what = path ? mounted(path) : undefined;
        return what && `mounts ${String(path)} of the node, ${what}`;
    },
    good: [{ volume: {} }, { volume: { emptyDir: {} } }, { volume: { hostPath: {} } }, at("/var/log")],
    bad: [at("/var/run/docker.sock"), at("/run"), at("\\\\.\\pipe\\docker_engine")],
});
