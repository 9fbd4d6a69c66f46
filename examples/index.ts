import * as hardened from "hardened-containers";

const digest = "sha256:3f1c9d2a5b7e8c4f6a0d1e2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f";

const shop = new hardened.Namespace("shop");

const api = new hardened.Deployment("api", {
    namespace: shop.name,
    image: `registry.example.com/shop/api:2.4.1@${digest}`,
    memory: "256Mi",
    ports: [8080],
    readinessProbe: { httpPath: "/ready" },
    secretFiles: [{ secret: "api-database", path: "/run/secrets/database" }],
    allowFrom: [{ pods: { "app.kubernetes.io/name": "web" }, ports: [8080] }],
    allowTo: [{ cidr: "10.20.0.0/16", ports: [5432] }],
});

const web = new hardened.Deployment("web", {
    namespace: shop.name,
    image: `registry.example.com/shop/web:5.0.0@${digest}`,
    memory: "128Mi",
    ports: [8443],
    env: { API_URL: "http://api.shop:8080" },
    livenessProbe: { httpPath: "/healthz" },
    allowFrom: [{ namespace: "ingress", ports: [8443] }],
    allowTo: [{ pods: { "app.kubernetes.io/name": "api" }, ports: [8080] }],
});

export const namespace = shop.name;
export const deployments = [api.name, web.name];
