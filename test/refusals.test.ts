import * as pulumi from "@pulumi/pulumi";
import { Deployment, Namespace, type DeploymentArgs } from "hardened-containers";
import { mockEngine } from "./components/mocks";

const digest = `sha256:${"0".repeat(64)}`;
const least: DeploymentArgs = { namespace: "shop", image: `app@${digest}`, memory: "64Mi" };

mockEngine();

const container = (fields: object) => ({ spec: { template: { spec: { containers: [{ name: "web", ...fields }] } } } });
const pod = (fields: object) => ({ spec: { template: { spec: fields } } });

test.each<[string, object, RegExp]>([
    [
        "an image without tag",
        { image: "nginx" },
        /^Deployment web: argument image \("nginx"\) names neither a digest .*image-tag/,
    ],
    ["latest, though tags are allowed", { image: "nginx:latest", allowTag: true }, /argument image .*image-tag/],
    ["a tag", { image: "nginx:1.27" }, /argument image \("nginx:1.27"\) names no digest .*allowTag: true\.$/],
    ["an image that is none", { image: "NGINX app" }, /is not an image reference/],
    ["a malformed name", { name: "Web_1" }, /argument name \("Web_1"\) is not a DNS label/],
    ["a malformed namespace", { namespace: "a/b" }, /argument namespace .* is not a DNS label/],
    ["no memory", { memory: undefined }, /argument memory .*is not set/],
    [
        "memory in thousandths of a byte",
        { memory: "128m" },
        /argument memory \("128m"\) is less than a byte: did you mean Mi\?$/,
    ],
    ["a memory that is no quantity", { memory: "lots" }, /argument memory .*quantity of bytes/],
    ["no memory at all", { memory: "0" }, /argument memory/],
    ["a CPU that is no quantity", { cpu: "1Gi" }, /argument cpu .*quantity of CPU/],
    ["a port out of range", { ports: [70000] }, /argument ports \(70000\) is not a whole number from 1 to 65535/],
    ["a port twice", { ports: [80, 81, 80] }, /argument ports names 80 twice/],
    ["root as user", { user: 0 }, /argument user \(0\) is not a whole number from 1/],
    ["root as group", { group: 0 }, /argument group \(0\)/],
    ["a selector of everything", { selector: {} }, /argument selector selects all pods/],
    ["half a replica", { replicas: 1.5 }, /argument replicas/],
    ["another capability", { addCapabilities: ["SYS_ADMIN"] }, /argument addCapabilities .*NET_BIND_SERVICE only/],
    [
        "a variable set twice",
        { env: { A: "1" }, secretEnv: { A: { secret: "s", key: "k" } } },
        /argument secretEnv sets A/,
    ],
    ["a malformed variable", { env: { "1A": "x" } }, /argument env \("1A"\)/],
    ["a relative path", { writablePaths: [{ path: "data" }] }, /argument writablePaths.path .*absolute path/],
    ["a path upwards", { secretFiles: [{ secret: "s", path: "/a/../etc" }] }, /argument secretFiles.path/],
    ["a path twice", { writablePaths: [{ path: "/data" }, { path: "/data" }] }, /mount \/data twice/],
    [
        "two ways to probe",
        { ports: [80], livenessProbe: { httpPath: "/", grpc: true } },
        /argument livenessProbe asks for more/,
    ],
    ["a probe without port", { livenessProbe: { httpPath: "/" } }, /argument livenessProbe needs a port/],
    ["a connection with everything", { allowFrom: [{ ports: [80] }] }, /argument allowFrom names neither/],
    ["a connection without ports", { allowTo: [{ cidr: "0.0.0.0/0" }] }, /argument allowTo.ports names no port/],
    [
        "a connection with every port",
        { allowTo: [{ cidr: "0.0.0.0/0", ports: [] }] },
        /argument allowTo.ports names no port/,
    ],
    [
        "a block and pods at once",
        { allowTo: [{ cidr: "10.0.0.0/8", pods: { a: "b" }, ports: [80] }] },
        /names a cidr beside/,
    ],
    ["a malformed block", { allowTo: [{ cidr: "10.0.0.0/33", ports: [80] }] }, /is not a block of IP addresses/],
    [
        "a block that is ambiguous",
        { allowTo: [{ cidr: "10.1.2.3/8", ports: [80] }] },
        /cidr \("10.1.2.3\/8"\) is ambiguous: did you mean 10.0.0.0\/8\?$/,
    ],
    [
        "malformed labels of a peer",
        { allowFrom: [{ pods: { app: "a/b" }, ports: [80] }] },
        /argument allowFrom.pods.app/,
    ],
    ["the metadata address", { allowTo: [{ cidr: "169.254.169.254/32", ports: [80] }] }, /gives out its credentials/],
    ["a malformed DNS address", { dns: { clusterAddress: "dns" } }, /argument dns.clusterAddress .*not an IP address/],
    [
        "an override that is privileged",
        { override: container({ securityContext: { privileged: true } }) },
        /argument override is refused: spec.template.spec.containers\[web\] is privileged \(no-privileged\)/,
    ],
    ["an override of the image", { override: container({ image: "nginx" }) }, /argument override .*image-tag/],
    [
        "an override with a root user",
        { override: pod({ securityContext: { runAsNonRoot: false } }) },
        /override .*run-as-non-root/,
    ],
    [
        "an override with a host path",
        { override: pod({ volumes: [{ name: "n", hostPath: { path: "/" } }] }) },
        /override .*no-host-path/,
    ],
    [
        "an override with a bad init container",
        {
            override: pod({
                initContainers: [{ name: "i", image: `i@${digest}`, securityContext: { privileged: true } }],
            }),
        },
        /initContainers\[i\] is privileged/,
    ],
    [
        "a namespace of the cluster itself",
        { namespace: "kube-system" },
        /argument namespace is refused: .* runs in kube-system \(no-system-namespace\)/,
    ],
    [
        "an unconfined AppArmor profile",
        { annotations: { "container.apparmor.security.beta.kubernetes.io/web": "unconfined" } },
        /argument annotations is refused: .*\(apparmor-profile\)/,
    ],
    [
        "an override whose labels are an output",
        { override: { spec: { template: { metadata: { labels: pulumi.output({}) } } } } },
        /override may not set the label app.kubernetes.io\/name/,
    ],
    [
        "an override whose metadata is an output",
        { override: { metadata: pulumi.output({}) } },
        /override may not set metadata.name/,
    ],
    [
        "an override of the namespace",
        { override: { metadata: { namespace: "other" } } },
        /override may not set metadata.namespace: set the argument namespace/,
    ],
    ["an override of the selector", { override: { spec: { selector: {} } } }, /override may not set spec.selector/],
    [
        "an override of a label that is selected by",
        { override: { spec: { template: { metadata: { labels: { "app.kubernetes.io/name": "other" } } } } } },
        /override may not set the label app.kubernetes.io\/name/,
    ],
    ["an override that is an output", { override: pulumi.output({}) }, /argument override is not an object/],
])("a Deployment refuses %s", (_, args, message) => {
    const make = () => new Deployment("web", { ...least, ...args });
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ hideStack: true }) as Error);
});

test("a refused component registers none of its resources", async () => {
    const registered: string[] = [];
    await pulumi.runtime.setMocks({
        newResource: ({ inputs, name }) => (
            registered.push(name),
            { id: name, state: inputs as Record<string, unknown> }
        ),
        call: () => ({}),
    });
    expect(() => new Deployment("late", { ...least, allowTo: [{ cidr: "::/0", ports: [0] }] })).toThrow(
        "allowTo.ports",
    );
    expect(() => new Namespace("late", { memoryLimit: { max: "much" } })).toThrow("memoryLimit.max");
    await pulumi.runtime.disconnect();
    expect(registered.filter((name) => name.startsWith("late-"))).toEqual([]);
});

test("what it takes with a tag allowed is a tag", () => {
    expect(() => new Deployment("web", { ...least, image: "nginx:1.27", allowTag: true })).not.toThrow();
});
