/** Texts that look like credentials and are none. */
import { forms, made } from "./credentials";

const placeholderOf = (form: string, by: string): string => form.replaceAll("~", "").replaceAll(/\{\w\d+\}/g, by);

/** Written down once, as people write them. */
const written = [
    // Connections whose password is elsewhere, or is none.
    ...["postgres://db.shop.svc:5432/orders", "postgres://shop@db.shop.svc/orders", "redis://cache:6379/0"],
    ...[
        "postgres://user:password@host:5432/db",
        "postgres://shop:$(DB_PASSWORD)@db/orders",
        "amqp://guest:guest@mq:5672/",
    ],
    ...[
        "mysql://root:${MYSQL_ROOT_PASSWORD}@db/shop",
        "postgres://postgres:postgres@db/postgres",
        "redis://:$PASS@cache",
    ],
    ...[
        "mongodb://admin:<password>@cluster0.mongodb.net/test",
        "https://user:pass@example.com/",
        "ftp://anonymous:@ftp.gnu.org",
    ],
    ...[
        "postgres://{{ .Values.user }}:{{ .Values.password }}@db/orders",
        "postgresql://%(user)s:%(password)s@%(host)s/db",
    ],
    ...["http://user:xxxxxxxx@proxy:3128", "http://user:********@proxy:3128", "https://user:changeme@proxy.shop.svc"],
    ...["postgres://app:app@db/app", "mysql://app:your-password@db/app", "https://USERNAME:PASSWORD@HOST/path"],
    ...[
        "jdbc:postgresql://db.shop.svc:5432/orders?sslmode=require",
        "jdbc:mysql://db/shop?user=shop&password=${DB_PASSWORD}",
    ],
    ...[
        "http://localhost:8080/callback?email=someone@shop.io",
        "https://shop.io:443/@scope/package",
        "http://[::1]:8080/a@b",
    ],
    ...[
        "oci://registry.shop.io:5000/app:1.2.3@sha256:abc",
        "docker://nginx:1.27.3@sha256:0123",
        "s3://bucket:8443/key@v1",
    ],
    ...["git+ssh://git@github.com:22/shop/app.git", "ssh://git@git.shop.io:2222/app.git", "mailto:someone@shop.io"],
    ...["Server=db;Database=shop;Trusted_Connection=True", "AccountKey=${STORAGE_KEY};EndpointSuffix=core.windows.net"],
    // Keys that are public, or only named.
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7x2mPq9VtKd3Lw8Rz5Nf1Yh6Jc4B\n-----END PUBLIC KEY-----",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\n<your key>\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n-----END PRIVATE KEY-----",
    "grep -q -- '-----BEGIN PRIVATE KEY-----' /etc/tls/tls.key || exit 1",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4k0yRkqVq8m2dQXw6bUeW3vN1pL7cZ5tG9hS8fA0oB someone@shop.io",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7Vx2mPq9VtKd3Lw8Rz5Nf1Yh6Jc4BsWq0XeTgU9aMi shop",
    // The tokens of documentation.
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    ["aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCY", "EXAMPLEKEY"].join(""),
    [
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
        "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ].join("."),
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzaG9wIn0.aaaaaaaaaaaaaaaaaaaaaaaaa",
    "Authorization: Bearer <token>",
    "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    '{"auths": {"ghcr.io": {"auth": "dXNlcm5hbWU6cGFzc3dvcmQ="}}}',
    ["pk_", "live_", "51H8s2kLq9ZtYw3RmXvB7nCdE"].join(""),
    ["sk_", "test_", "51H8s2kLq9ZtYw3RmXvB7nCdE"].join(""),
    // What people put into variables and configuration.
    ...[
        "npm_config_registry=https://registry.npmjs.org/",
        "npm_lifecycle_script_for_everything_else",
        "key-value-store-in-memory",
    ],
    ...[
        "glpat-",
        "ghp_",
        "AKIA",
        "xoxb-your-token-here-please-and-thanks",
        "sk-live",
        "hf_home=/models",
        "pat.shop.svc",
    ],
    ...[
        "API-GATEWAY",
        "SG.shop",
        "hvs.shop.svc.cluster.local",
        "dp.pt.shop",
        "SharedAccessKey=",
        "pul-request",
        "r8_config",
    ],
    ...[
        "vault:secret/data/shop#password",
        "op://shop/db/password",
        "ref+awssecrets://shop/db",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf",
    ],
    ...["arn:aws:iam::123456789012:role/shop", "AROA3QWZ7NTMB5LKXV2DE", "projects/shop/secrets/db/versions/latest"],
    ...[
        "https://hooks.slack.com/services/",
        "https://discord.com/api/webhooks/",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    ],
    ...["password", "changeme", "s3cr3t", "true", "", "0", "-----", "://", "://::@", "eyJ", "eyJ.eyJ.", "Q~", "AZDO"],
    ...["spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name", "sha256~digest", "2026-11-22T13:38:00Z"],
];

/** Ordinary texts of the shapes that come most often, and placeholders and near misses of each format of tokens. */
export function harmless(random: (below: number) => number): string[] {
    const uuid = () => made("{h8}-{h4}-4{h3}-a{h3}-{h12}", random);
    const shapes: (() => string)[] = [
        uuid,
        () => made("{h40}", random),
        () => made("{h64}", random),
        () => made("registry.shop.io/app:1.2.3@sha256:{h64}", random),
        () => made("sha512-{s86}==", random),
        () => made("{s40}", random),
        () => made("{a32}", random),
        () => made("shop-{l9}-{l5}.shop.svc.cluster.local", random),
        () => made("arn:aws:kms:eu-west-1:{d12}:key/", random) + uuid(),
        () => Buffer.from(made("{a90}", random)).toString("base64"),
        () => made("https://sqs.eu-west-1.amazonaws.com/{d12}/orders", random),
        () => made("https://{h32}@o{d6}.ingest.sentry.io/{d7}", random),
        () => made("$2b$12${a53}", random),
        () => made("prod-{l10}/configuration/{h16}.json?version={a24}", random),
    ];
    return [
        ...written,
        ...shapes.flatMap((shape) => [1, 2, 3, 4, 5, 6].map(shape)),
        ...Object.values(forms)
            .flat()
            .filter((form) => form.includes("~") && !form.includes("\u0001"))
            .flatMap((form) =>
                ["<token>", "xxxxxxxxxxxx", "EXAMPLE", "${TOKEN}", "..."].map((by) => placeholderOf(form, by)),
            ),
        // A GitHub token with a wrong checksum.
        ...[1, 2, 3, 4].map(() => made("gh~p_{a36}", random)),
        // Too short by far, and in the middle of a longer word.
        ...Object.values(forms)
            .flat()
            .filter((form) => /^[\w-]+~[\w-]*\{\w\d+\}$/.test(form))
            .flatMap((form) => [made(form.replace(/\{(\w)\d+\}/g, "{$15}"), random), `x${made(form, random)}`]),
    ];
}
