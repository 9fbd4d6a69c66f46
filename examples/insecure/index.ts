import * as kubernetes from "@pulumi/kubernetes";

const namespace = new kubernetes.core.v1.Namespace("shop", { metadata: { name: "shop" } });

new kubernetes.apps.v1.Deployment("web", {
    metadata: { name: "web", namespace: namespace.metadata.name },
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
    metadata: { name: "api", namespace: namespace.metadata.name },
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
                        securityContext: { capabilities: { add: ["SYS_ADMIN"] } },
                    },
                ],
            },
        },
    },
});
