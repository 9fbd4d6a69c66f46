import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";

const images = new aws.ecr.Repository("shop-web", { name: "shop/web" });
new aws.ecr.RepositoryPolicy("shop-web", {
    repository: images.name,
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage", "ecr:PutImage"] }],
    }),
});

const namespace = new kubernetes.core.v1.Namespace("shop", { metadata: { name: "shop" } });
const { name: shop } = namespace.metadata;

const keyRef = (key: string) => ({ name: "aws-access-key", key });
new kubernetes.apiextensions.CustomResource("secrets", {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "secrets", namespace: shop },
    spec: {
        provider: {
            aws: {
                service: "SecretsManager",
                region: "eu-central-1",
                auth: {
                    secretRef: { accessKeyIDSecretRef: keyRef("id"), secretAccessKeySecretRef: keyRef("secret") },
                },
            },
        },
    },
});

new kubernetes.apps.v1.Deployment("web", {
    metadata: { name: "web", namespace: shop },
    spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
            metadata: { labels: { app: "web" } },
            spec: {
                containers: [
                    {
                        name: "web",
                        image: "nginx:latest",
                        securityContext: { privileged: true, runAsUser: 0 },
                        ports: [{ containerPort: 80, hostPort: 80 }],
                        volumeMounts: [{ name: "docker", mountPath: "/var/run/docker.sock" }],
                    },
                ],
                volumes: [{ name: "docker", hostPath: { path: "/var/run/docker.sock" } }],
            },
        },
    },
});

new kubernetes.apps.v1.Deployment("api", {
    metadata: { name: "api", namespace: shop },
    spec: {
        selector: { matchLabels: { app: "api" } },
        template: {
            metadata: { labels: { app: "api" } },
            spec: {
                hostNetwork: true,
                initContainers: [
                    { name: "migrate", image: "registry.example.com/shop/migrate", command: ["/migrate"] },
                ],
                containers: [
                    {
                        name: "api",
                        image: "registry.example.com/shop/api:2.4.1",
                        env: [{ name: "DATABASE_URL", value: "postgres://shop:kLm83-Qe7xTz@database:5432/shop" }],
                        securityContext: { capabilities: { add: ["SYS_ADMIN"] } },
                    },
                ],
            },
        },
    },
});

new kubernetes.networking.v1.NetworkPolicy("api", {
    metadata: { name: "api", namespace: shop },
    spec: { podSelector: { matchLabels: { app: "api" } }, policyTypes: ["Ingress"], ingress: [{}] },
});
