import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** What the SDKs that Pulumi generates from a schema do, in whichever language: the engine asks the plugin. */
class Remote extends pulumi.ComponentResource {
    declare readonly name: pulumi.Output<string>;

    constructor(kind: string, name: string, args: pulumi.Inputs) {
        const outputs = { selector: undefined, name: undefined };
        super(`hardened-containers:index:${kind}`, name, { ...outputs, ...args }, { version: "0.1.0" }, true);
    }
}

const config = new pulumi.Config();
// Its ID is not known before it has been created.
const later = new kubernetes.core.v1.ConfigMap("later", {}).id;
const shop = new Remote("Namespace", "shop", { quota: { pods: pulumi.output(7) } });
const image: string = config.require("image");
const web = new Remote("Deployment", "web", {
    namespace: shop.name,
    image,
    memory: "64Mi",
    ports: [8443],
    env: { LATER: later, PASSWORD: pulumi.secret("hunter2"), PLAIN: "plain" },
    waivers: config.getObject<object[]>("waivers") ?? [],
    allowTo: [{ cidr: pulumi.output(config.require("cidr")), ports: [443] }],
});
export const name: pulumi.Output<string> = web.name;
