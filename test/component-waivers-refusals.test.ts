import { DaemonSet, Deployment, Namespace, NetworkAccess, Repository } from "hardened-containers";
import { mockEngine } from "./components/mocks";
import { container, least, pod, privileged, proxy, waive, waivers } from "./components/waived";

mockEngine();

describe("what is refused says what would allow it", () => {
    test.each<[string, object, RegExp]>([
        [
            "a critical control, of the Pod Security Standards",
            container("web", privileged),
            /A waiver of no-privileged \(argument waivers\) allows it, where the platform itself has granted it and the namespace admits the pod\.$/,
        ],
        [
            "any other",
            container("web", { securityContext: { readOnlyRootFilesystem: false } }),
            /A waiver of read-only-root-filesystem \(argument waivers\) allows it, where the platform grants it\.$/,
        ],
        [
            "an image",
            { image: "nginx" },
            /\(image-tag\). Pin it by digest. A waiver of image-tag \(argument waivers\) allows/,
        ],
        ["a user", { user: 0 }, /\(0\) is not a whole number from 1 .* \(non-root-user\). A waiver of non-root-user/],
        [
            "a capability",
            { addCapabilities: ["CHOWN"] },
            /\(drop-all-capabilities\). A waiver of drop-all-capabilities/,
        ],
        [
            "a token",
            { automountServiceAccountToken: true },
            /^Deployment web: argument automountServiceAccountToken is refused/,
        ],
        [
            "another container than the waiver's",
            { ...waivers(waive("image-tag", { container: "web" })), sidecars: [{ ...proxy, image: "proxy" }] },
            /sidecars\[proxy\].image \("proxy"\) names neither .* The waiver of image-tag is for web only\.$/,
        ],
        [
            "another container than the waiver's in an override",
            {
                ...waivers(waive("no-privileged", { container: "web" })),
                sidecars: [proxy],
                ...pod({
                    initContainers: [{ name: "proxy", ...privileged }],
                    containers: [{ name: "web", ...privileged }],
                }),
            },
            /initContainers\[proxy\] is privileged .* The waiver of no-privileged is for web only\.$/,
        ],
        [
            "the pod, where the waiver is for a container",
            { ...waivers(waive("no-host-namespaces", { container: "web" })), ...pod({ hostNetwork: true }) },
            /sets hostNetwork .* The waiver of no-host-namespaces is for containers, and this is the pod's: leave container out\.$/,
        ],
        [
            "what a wider waiver does not include",
            { ...waivers(waive("default-capabilities")), addCapabilities: ["NET_ADMIN"] },
            /argument addCapabilities is refused: .* adds NET_ADMIN \(no-dangerous-capabilities\)/,
        ],
        [
            "a tag beside the container that accepts its own",
            {
                image: "app:1",
                allowTag: true,
                sidecars: [proxy],
                ...pod({ initContainers: [{ name: "proxy", image: "proxy:1" }] }),
            },
            /initContainers\[proxy\].image .* \(image-digest\)/,
        ],
    ])("%s", (_, args, message) => {
        expect(() => new Deployment("web", { ...least, ...args })).toThrow(message);
    });
});

describe("other components", () => {
    const from = { namespace: "shop" };
    const role = (kind: string) => `arn:aws:iam::123456789012:${kind}`;
    test.each<[string, () => unknown, RegExp]>([
        [
            "a Namespace has no containers",
            () => new Namespace("shop", { waivers: [waive("pod-security-enforce", { container: "web" })] }),
            /^Namespace shop: argument waivers\[pod-security-enforce\].container is set, where there are no containers/,
        ],
        [
            "a Namespace that enforces privileged needs two",
            () =>
                new Namespace("shop", {
                    waivers: [waive("pod-security-enforce")],
                    labels: { "pod-security.kubernetes.io/enforce": "privileged" },
                }),
            /argument labels is refused: .*\(no-privileged-namespace\)/,
        ],
        [
            "a tag of AWS holds no comma",
            () => new Repository("shop", { waivers: [waive("ecr-immutable-tags", { reason: "a, b" })] }),
            /^Repository shop: argument waivers\[ecr-immutable-tags\] holds ",", which a tag of AWS cannot/,
        ],
        [
            "nor more than 256 characters",
            () => new Repository("shop", { waivers: [waive("ecr-immutable-tags", { reason: "r".repeat(240) })] }),
            /makes a tag of 264 characters, and 256 is the most/,
        ],
        [
            "a request as a tag",
            () => new Repository("shop", { tags: { "waive.hardened-containers/ecr-immutable-tags": "reason=r" } }),
            /argument tags may not set waive.hardened-containers\/ecr-immutable-tags: set the argument waivers/,
        ],
        [
            "an account that may pull, where another control is waived",
            () => new Repository("shop", { readers: ["123456789012"], waivers: [waive("limited-ecr-push")] }),
            /argument readers .*A waiver of known-ecr-accounts \(argument waivers\) allows it/,
        ],
        [
            "a waiver for pushing that nobody needs",
            () => new Repository("shop", { waivers: [waive("limited-ecr-push")] }),
            /waivers\[limited-ecr-push\] is not needed/,
        ],
        [
            "a user that may pull",
            () => new Repository("shop", { readers: [role("user/ann")], waivers: [waive("limited-ecr-push")] }),
            /is a user, whose keys do not expire/,
        ],
        [
            "the metadata service",
            () => new Deployment("web", { ...least, allowTo: [{ cidr: "169.254.169.254/32", ports: [80] }] }),
            /allowTo.cidr .* its credentials \(no-metadata-egress\). A waiver of no-metadata-egress \(argument waivers\) allows/,
        ],
        [
            "a connection from the metadata service, whatever is waived",
            () =>
                new Deployment("web", {
                    ...least,
                    allowFrom: [{ cidr: "169.254.169.254/32", ports: [80] }],
                    waivers: [waive("no-metadata-egress")],
                }),
            /allowFrom.cidr .* gives out its credentials\.$/,
        ],
        [
            "an access to everything",
            () => new NetworkAccess("all", { from, to: { cidr: "::/0" }, portRanges: [{ first: 1, last: 65535 }] }),
            /argument to.cidr .*\(no-open-egress\): name the ports. A waiver of no-open-egress/,
        ],
        [
            "an access that needs no waiver",
            () => new NetworkAccess("one", { from, to: from, ports: [80], waivers: [waive("no-open-egress")] }),
            /waivers\[no-open-egress\] is not needed/,
        ],
        [
            "the pods of a DaemonSet",
            () => new DaemonSet("agent", { ...least, ...pod({ hostPID: true }) }),
            /A waiver of no-host-namespaces/,
        ],
    ])("%s", (_, make, message) => {
        expect(make).toThrow(message);
    });
});
