import * as pulumi from "@pulumi/pulumi";
import * as hardened from "hardened-containers";

const config = new pulumi.Config();
const account = config.get("account") ?? "123456789012";
const region = config.get("region") ?? "eu-central-1";

/** What the pipeline has built and pushed. */
const digests = {
    api: "sha256:3f1c9d2a5b7e8c4f6a0d1e2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f",
    web: "sha256:9b2e4c6a8d0f1e3c5a7b9d8f6e4c2a0b1d3f5e7c9a8b6d4f2e0c1a3b5d7f9e8c",
};

const [apiImages, webImages] = ["api", "web"].map(
    (name) =>
        new hardened.Repository(`shop-${name}`, {
            name: `shop/${name}`,
            readers: [`arn:aws:iam::${account}:role/cluster-nodes`],
            writers: [`arn:aws:iam::${account}:role/pipeline`],
        }),
) as [hardened.Repository, hardened.Repository];

const shop = new hardened.Namespace("shop");

const secrets = new hardened.SecretStore("secrets", {
    namespace: shop.name,
    region,
    prefix: "shop/production",
    oidcProviderArn: `arn:aws:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
});
const database = new hardened.ExternalSecret("database", {
    namespace: shop.name,
    store: secrets.name,
    keys: { "password.txt": { key: "shop/production/database", property: "password" } },
});

const api = new hardened.Deployment("api", {
    namespace: shop.name,
    image: apiImages.imageRef(digests.api),
    memory: "256Mi",
    ports: [8080],
    readinessProbe: { httpPath: "/ready" },
    secretFiles: [database.files("/run/secrets/database")],
    allowTo: [{ cidr: "10.20.0.0/16", ports: [5432] }],
    service: { ports: [{ port: 80, targetPort: 8080 }] },
    autoscaling: { maxReplicas: 10 },
});

const web = new hardened.Deployment("web", {
    namespace: shop.name,
    image: webImages.imageRef(digests.web),
    memory: "128Mi",
    ports: [8443],
    env: { API_URL: pulumi.interpolate`http://${api.serviceName}` },
    livenessProbe: { httpPath: "/healthz" },
    service: { ports: [{ port: 443, targetPort: 8443 }] },
});

new hardened.CronJob("cleanup", {
    namespace: shop.name,
    image: apiImages.imageRef(digests.api),
    args: ["cleanup"],
    memory: "128Mi",
    schedule: "15 3 * * *",
    timeZone: "Europe/Berlin",
});

new hardened.NetworkAccess("web-to-api", {
    from: { namespace: shop.name, pods: web.selector },
    to: { namespace: shop.name, pods: api.selector },
    ports: [8080],
});
// Its namespace belongs to the platform team, who allow the egress there.
new hardened.NetworkAccess("ingress-to-web", {
    from: { namespace: "ingress" },
    to: { namespace: shop.name, pods: web.selector },
    ports: [8443],
});

export const namespace = shop.name;
export const images = [apiImages.url, webImages.url];
export const deployments = [api.name, web.name];
