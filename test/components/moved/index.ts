import * as hardened from "hardened-containers";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const image = `registry.example.com/web@sha256:${"0".repeat(64)}`;
const app = { app: "web" };

if (new pulumi.Config().require("step") === "before") {
    new kubernetes.apps.v1.Deployment("web", {
        metadata: { name: "web", namespace: "shop" },
        spec: {
            selector: { matchLabels: app },
            template: { metadata: { labels: app }, spec: { containers: [{ name: "web", image }] } },
        },
    });
} else {
    new hardened.Deployment(
        "web",
        { namespace: "shop", image, memory: "128Mi", selector: app },
        {
            transforms: [
                ({ type, props, opts }) => {
                    if (type !== "kubernetes:apps/v1:Deployment") return undefined;
                    const aliases = [{ name: "web", parent: pulumi.rootStackResource }];
                    return { props, opts: pulumi.mergeOptions(opts, { aliases }) };
                },
            ],
        },
    );
}
