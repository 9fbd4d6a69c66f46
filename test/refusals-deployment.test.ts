import { Deployment, type DeploymentArgs } from "hardened-containers";
import { mockEngine } from "./components/mocks";

const digest = `sha256:${"0".repeat(64)}`;
const image = `app@${digest}`;
const least: DeploymentArgs = { namespace: "shop", image, memory: "64Mi" };

mockEngine();

const password = "postgres://shop:kLm83-Qe7xTz@db/shop";
const sidecar = (fields: object) => ({ sidecars: [{ name: "proxy", image, memory: "64Mi", ...fields }] });
const init = (fields: object) => ({ initContainers: [{ name: "migrate", image, memory: "64Mi", ...fields }] });
const ports = (...list: object[]) => ({ ports: [8080], service: { ports: list } });

test.each<[string, object, RegExp]>([
    [
        "a label that selects",
        { labels: { "app.kubernetes.io/name": "x" } },
        /argument labels may not set .*argument name\.$/,
    ],
    [
        "a label of the selector",
        { selector: { app: "a" }, labels: { app: "b" } },
        /labels may not set app, .*argument selector\.$/,
    ],
    [
        "a credential in a variable",
        { env: { DB: password } },
        /argument env is refused: .*env\[DB\].value holds a password in a URL/,
    ],
    [
        "a credential in an argument",
        { args: ["--db", password] },
        /argument command or args is refused: .*password in a URL/,
    ],
    [
        "a credential in an annotation",
        { annotations: { "example.com/db": password } },
        /argument annotations is refused/,
    ],
    [
        "a credential at the service account",
        { serviceAccountAnnotations: { "example.com/db": password } },
        /argument serviceAccountAnnotations is refused: .*password in a URL/,
    ],
    ["a sidecar's tag", sidecar({ image: "a:1" }), /argument sidecars\[proxy\].image .*names no digest/],
    ["a sidecar without memory", sidecar({ memory: undefined }), /sidecars\[proxy\].memory .*is not set/],
    ["an init container as root", init({ user: 0 }), /argument initContainers\[migrate\].user \(0\)/],
    ["a malformed sidecar", sidecar({ name: "Proxy" }), /argument sidecars.name \("Proxy"\) is not a DNS label/],
    ["two containers of one name", { ...sidecar({}), ...init({ name: "proxy" }) }, /name proxy twice/],
    ["a sidecar named as it is", sidecar({ name: "app" }), /argument name \("app"\) is also the name of a sidecar/],
    [
        "a port of another container",
        { ports: [1], ...sidecar({ ports: [1] }) },
        /sidecars\[proxy\].ports names 1 twice/,
    ],
    [
        "a probe without port of a sidecar",
        sidecar({ livenessProbe: {} }),
        /sidecars\[proxy\].livenessProbe needs a port/,
    ],
    [
        "a shared path that is mounted otherwise",
        { sharedPaths: [{ path: "/data" }], writablePaths: [{ path: "/data" }] },
        /mount \/data twice/,
    ],
    ["a hook that does nothing", { preStop: {} }, /argument preStop asks for one of sleepSeconds and command/],
    ["a hook that does two things", { preStop: { sleepSeconds: 1, command: ["a"] } }, /preStop asks for one/],
    [
        "a sleep beyond the usual grace period",
        { preStop: { sleepSeconds: 30 } },
        /preStop.sleepSeconds \(30\) is not less than terminationGracePeriodSeconds, which is 30/,
    ],
    [
        "a sleep beyond the grace period",
        { ...sidecar({ preStop: { sleepSeconds: 9 } }), terminationGracePeriodSeconds: 9 },
        /sidecars\[proxy\].preStop.sleepSeconds \(9\) is not less than/,
    ],
    ["no grace at all", { terminationGracePeriodSeconds: 0 }, /terminationGracePeriodSeconds \(0\)/],
    [
        "the cluster's own priority",
        { priorityClassName: "system-node-critical" },
        /priorityClassName .*cluster's own pods/,
    ],
    ["a malformed node label", { nodeSelector: { pool: "a b" } }, /argument nodeSelector.pool/],
    ["a toleration of a value alone", { tolerations: [{ value: "a" }] }, /tolerations names a value and no key/],
    [
        "a toleration for some time of another effect",
        { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 1 }] },
        /tolerationSeconds is of the effect NoExecute only/,
    ],
    ["a malformed pull secret", { imagePullSecrets: ["A_b"] }, /argument imagePullSecrets/],
    ["a malformed annotation", { serviceAccountAnnotations: { "a/b/c": "" } }, /argument serviceAccountAnnotations/],
    [
        "a number of pods beside an autoscaler",
        { replicas: 2, autoscaling: { maxReplicas: 3 } },
        /argument replicas is what autoscaling sets/,
    ],
    [
        "fewer pods at most than at least",
        { autoscaling: { minReplicas: 3, maxReplicas: 2 } },
        /autoscaling.maxReplicas \(2\) is not a whole number from 3/,
    ],
    ["no pods at least", { autoscaling: { minReplicas: 0, maxReplicas: 2 } }, /autoscaling.minReplicas \(0\)/],
    [
        "more memory than there is",
        { autoscaling: { maxReplicas: 2, targetMemoryUtilization: 101 } },
        /targetMemoryUtilization \(101\)/,
    ],
    [
        "an override of what the autoscaler sets",
        { autoscaling: { maxReplicas: 3 }, override: { spec: { replicas: 5 } } },
        /override may not set spec.replicas: set the argument autoscaling/,
    ],
    ["a Service without ports", ports(), /argument service.ports names no port/],
    [
        "a Service of a port that nothing listens on",
        ports({ port: 80 }),
        /service.ports.targetPort \(80\) is none of the ports/,
    ],
    [
        "ports of a Service without names",
        ports({ port: 80, targetPort: 8080 }, { port: 8080 }),
        /service.ports.name is not set/,
    ],
    [
        "a port of a Service twice",
        ports({ name: "a", port: 8080 }, { name: "b", port: 8080 }),
        /service.ports has 8080\/TCP twice/,
    ],
    [
        "a name of a port twice",
        ports({ name: "a", port: 8080 }, { name: "a", port: 81, targetPort: 8080 }),
        /service.ports has the name a twice/,
    ],
    [
        "a name that no Service can have",
        { name: "1a", ...ports({ port: 8080 }) },
        /argument name \("1a"\) does not begin with a letter/,
    ],
])("a Deployment refuses %s", (_, args, message) => {
    const make = () => new Deployment("app", { ...least, ...args });
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ hideStack: true }) as Error);
});
