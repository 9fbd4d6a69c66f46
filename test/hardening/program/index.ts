import * as hardened from "hardened-containers";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().require("step");
const transforms = step === "each" ? [hardened.hardeningTransform({ except: ["read-only-root-filesystem"] })] : [];
if (step === "stack") pulumi.runtime.registerResourceTransform(hardened.hardeningTransform());

const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: foreign }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: bare, namespace: foreign }
spec:
  selector: { matchLabels: { app: bare } }
  template:
    metadata: { labels: { app: bare } }
    spec:
      containers: [{ name: bare, image: "nginx:1.29" }]
      initContainers: [{ name: init, image: "nginx:1.29", securityContext: { readOnlyRootFilesystem: false } }]
`;
new kubernetes.yaml.ConfigGroup("manifests", { yaml: manifests }, { transforms });

// Its ID is not known before it has been created.
const later = new kubernetes.core.v1.ConfigMap("later", {}, { transforms }).id;

class Foreign extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("foreign:index:Foreign", name, {}, opts);
        const labels = { app: name };
        const env = [
            { name: "PASSWORD", value: pulumi.secret("hunter2") },
            { name: "PLAIN", value: "plain" },
            { name: "LATER", value: later },
        ];
        const container = { name, image: "nginx:1.29", env, securityContext: { privileged: pulumi.output(false) } };
        const initContainers = pulumi.output([{ name: "init", image: "nginx:1.29" }]);
        const template = { metadata: { labels }, spec: { containers: [container], initContainers } };
        const spec = { selector: { matchLabels: labels }, template };
        new kubernetes.apps.v1.Deployment(name, { metadata: { name, namespace: "foreign" }, spec }, { parent: this });
    }
}
new Foreign("component", { transforms });
