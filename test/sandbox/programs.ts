/** A program that two settings change: `second` makes it a later version, `word` pleases the pack or not. */
export const javascript = `
const pulumi = require("@pulumi/pulumi");
const k8s = require("@pulumi/kubernetes");
const aws = require("@pulumi/aws");
const config = new pulumi.Config();
const second = config.getBoolean("second") ?? false;
const selector = { matchLabels: { app: second ? "b" : "a" } };
const template = { metadata: { labels: selector.matchLabels }, spec: { containers: [{ name: "c", image: "i" }] } };

const team = new k8s.core.v1.Namespace("team");
new k8s.core.v1.ConfigMap("settings", {
    metadata: { namespace: team.metadata.name },
    data: { word: config.get("word") ?? "fine", space: team.id },
});
new k8s.core.v1.Secret("login", { stringData: { password: pulumi.secret("hunter2"), user: "me" } });
new k8s.core.v1.ConfigMap("masked", { data: { a: pulumi.secret("hunter2"), b: "plain" } });
new k8s.apps.v1.Deployment("grown", { spec: { replicas: second ? 2 : 1, selector: { matchLabels: {} }, template } });
new k8s.apps.v1.Deployment("named", { metadata: { name: "named" }, spec: { selector, template } });
new k8s.apps.v1.Deployment("unnamed", { spec: { selector, template } });
if (!second) new k8s.core.v1.ConfigMap("gone", {});
const mine = new k8s.Provider("mine", { kubeconfig: "{}", namespace: "mine" });
new k8s.core.v1.ConfigMap("explicit", {}, { provider: mine });
new k8s.yaml.ConfigGroup("manifests", { yaml: "kind: ConfigMap\\napiVersion: v1\\nmetadata: {name: m}\\ndata: {on: off}" });
const found = k8s.core.v1.ConfigMap.get("found", "kube-system/root-ca");

const app = new aws.ecr.Repository("App", { encryptionConfigurations: [{ encryptionType: second ? "KMS" : "AES256" }] });
if (config.get("missing")) new aws.eks.Cluster("c", { roleArn: pulumi.output(undefined), vpcConfig: {} });
if (config.get("function")) aws.ecr.getRepositoryOutput({ name: "x" }).arn;

class Image extends pulumi.CustomResource {
    constructor(name, args) {
        super("docker-build:index:Image", name, { ...args, ref: undefined });
    }
}
exports.ref = new Image("image", { tags: ["app:1"], push: true }).ref;
exports.found = found.metadata.name;
exports.url = app.repositoryUrl;
`;

export const typescript = `
import { core } from "@pulumi/kubernetes";
const word: string = "meh";
export const settings = new core.v1.ConfigMap("settings", { data: { word } }).metadata.name;
`;

/** A program that never ends; \`marker\` receives its process id. */
export const endless = (marker: string): string => `
const k8s = require("@pulumi/kubernetes");
new k8s.core.v1.ConfigMap("settings", {});
require("node:fs").writeFileSync(${JSON.stringify(marker)}, String(process.pid));
setInterval(() => undefined, 1000);
`;

/** A policy pack of two policies about one word. */
export const pack = {
    "package.json": JSON.stringify({ name: "words", version: "1.0.0", main: "index.js" }),
    "PulumiPolicy.yaml": "runtime: nodejs\ndescription: words\n",
    "index.js": `
const { PolicyPack } = require("@pulumi/policy");
const word = (name, enforcementLevel, standard) => ({
    name, enforcementLevel, description: name + " is not said.",
    configSchema: { properties: { word: { type: "string", default: standard } } },
    validateResource: ({ type, props, getConfig }, report) => {
        if (type === "kubernetes:core/v1:ConfigMap" && props.data?.word === getConfig().word) report("says it");
    },
});
new PolicyPack("words", { policies: [word("bad", "mandatory", "bad"), word("meh", "advisory", "meh")] });
`,
};
