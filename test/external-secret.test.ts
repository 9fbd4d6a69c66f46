import * as pulumi from "@pulumi/pulumi";
import { Deployment, ExternalSecret, SecretStore } from "hardened-containers";

const made: Record<string, Record<string, unknown>> = {};

beforeAll(() =>
    pulumi.runtime.setMocks({
        newResource: ({ inputs, name }) => {
            made[name] = inputs as Record<string, unknown>;
            return { id: name, state: inputs as Record<string, unknown> };
        },
        call: () => ({}),
    }),
);
afterAll(() => pulumi.runtime.disconnect());

/** The resources that a value waits for. */
async function awaited(value: pulumi.Input<unknown>): Promise<string[]> {
    const output = pulumi.output(value) as unknown as { allResources(): Promise<Set<{ __name: string }>> };
    return [...(await output.allResources())].map((resource) => resource.__name);
}

test("a workload takes its secrets from a store, and waits for them", async () => {
    const store = new SecretStore("aws", {
        namespace: "shop",
        region: "eu-west-1",
        prefix: "shop",
        oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.example.com",
    });
    const external = new ExternalSecret("db", {
        namespace: "shop",
        store: store.name,
        keys: {
            password: { key: "shop/db", property: "password" },
            user: { key: "shop/user", version: "AWSPREVIOUS" },
        },
    });
    new Deployment("web", {
        namespace: "shop",
        image: `app@sha256:${"0".repeat(64)}`,
        memory: "64Mi",
        secretEnv: { PASSWORD: external.key("password") },
        secretFiles: [external.files("/run/secrets/db")],
    });
    expect(await awaited(store.name)).toContain("aws-secret-store");
    expect(await awaited(external.key("user").secret)).toContain("db-external-secret");
    expect(await awaited(external.files("/run").secret)).toContain("db-external-secret");
    await pulumi.runtime.disconnect();
    expect(made["db-external-secret"]).toEqual({
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "db", namespace: "shop", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
        spec: {
            secretStoreRef: { name: "aws", kind: "SecretStore" },
            refreshInterval: "1h0m0s",
            target: { name: "db", creationPolicy: "Owner", deletionPolicy: "Retain" },
            data: [
                { secretKey: "password", remoteRef: { key: "shop/db", property: "password" } },
                { secretKey: "user", remoteRef: { key: "shop/user", version: "AWSPREVIOUS" } },
            ],
        },
    });
    const secretKeyRef = { name: "db", key: "password" };
    expect(made["web-deployment"]).toMatchObject({
        spec: {
            template: {
                spec: {
                    containers: [{ env: [{ name: "PASSWORD", valueFrom: { secretKeyRef } }] }],
                    volumes: [{ name: "tmp" }, { name: "run-secrets-db", secret: { secretName: "db" } }],
                },
            },
        },
    });
});
