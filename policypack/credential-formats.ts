/** A format of credentials that says by itself what it is. */
export interface Format {
    /** What it is, for messages. */
    kind: string;
    /** Texts of which each credential of the format holds one; without them nothing else is tried. */
    keywords: readonly string[];
    /** All quantifiers are bounded. The first group is the secret itself. */
    pattern: RegExp;
    /** What else is known of the format; see credentials.ts. */
    structure: Structure;
}

export type Structure = "generated" | "github" | "private-key" | "encoded-key" | "jwt" | "url" | "basic" | "aws-secret";

// A token does not go on before or after it; an escaped line break may come before.
const start = "(?:(?<![\\w-])|(?<=\\\\[nrt]))";
const end = "(?![\\w-])";
const base62 = "[A-Za-z0-9]";
const word = "[\\w-]";

function token(kind: string, prefixes: string, body: string, structure: Structure = "generated"): Format {
    const keywords = prefixes.split(" ");
    const literal = keywords.map((prefix) => prefix.replaceAll(/[.$]/g, "\\$&")).join("|");
    return { kind, keywords, structure, pattern: new RegExp(`${start}(?:${literal})(${body})${end}`, "g") };
}

/** Where a prefix does not suffice. */
function form(kind: string, keywords: string, pattern: RegExp, structure: Structure = "generated"): Format {
    return { kind, keywords: keywords.split(" "), pattern, structure };
}

/**
 * Formats as their providers document them, and as gitleaks (MIT licence, config/gitleaks.toml) and TruffleHog know them.
 * Left out is what needs a guess: tokens without a mark of their own, such as those of Twilio, Datadog and Heroku.
 */
export const formats: readonly Format[] = [
    // Keys
    form(
        "a private key",
        "PRIVATE",
        /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----((?:[^-]|-(?!----)){0,600})/g,
        "private-key",
    ),
    form("a private key", "Private-Lines:", /Private-Lines: \d{1,3}([^:]{0,600})/g, "private-key"),
    form("a private key in base64", "LS0tLS1CRUdJTi", /(LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,600})/g, "encoded-key"),
    form(
        "an age secret key",
        "AGE-SECRET-KEY-1",
        /(?<!\w)AGE-SECRET-KEY-1([QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?!\w)/g,
    ),

    // Clouds
    token("an AWS access key ID", "AKIA ASIA ABIA ACCA", "[A-Z2-7]{16}"),
    form(
        "an AWS secret access key",
        "SECRET_ACCESS_KEY secret_access_key secretAccessKey SecretAccessKey",
        /secret_?access_?key["']?\s{0,4}[:=]\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
        "aws-secret",
    ),
    token("an Amazon Bedrock key", "ABSK", "[A-Za-z0-9+/]{109,269}={0,2}"),
    token("a Google API key", "AIza", `${word}{35}`),
    token("a Google OAuth client secret", "GOCSPX-", `${word}{28}`),
    form("an Entra ID client secret", "Q~", /(?<![\w~.-])[\w~.]{3}\dQ~([\w~.-]{31,34})(?![\w~.-])/g),
    form("an Azure storage key", "AccountKey=", /AccountKey=([A-Za-z0-9+/]{86}==)/g),
    form("an Azure shared access key", "SharedAccessKey=", /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g),
    form(
        "an Azure DevOps token",
        "AZDO",
        new RegExp(`(?<!${base62})(${base62}{76})AZDO${base62}{4}(?!${base62})`, "g"),
    ),
    token("an Alibaba Cloud access key ID", "LTAI", `${base62}{20}`),
    token("a DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", "[a-f0-9]{64}"),
    token("a Fly.io token", "fm2_ fm1r_ fm1a_", "[A-Za-z0-9+/]{100,1000}={0,3}"),
    token("a Heroku key", "HRKU-AA", `${word}{58}`),
    token("a Cloudflare origin CA key", "v1.0-", "[a-f0-9]{24}-[a-f0-9]{146}"),
    token("a Databricks token", "dapi", "[a-f0-9]{32}(?:-\\d)?"),
    token("a PlanetScale credential", "pscale_pw_ pscale_tkn_ pscale_oauth_", "[\\w=.-]{32,64}"),
    token("a Supabase token", "sbp_", "[a-f0-9]{40}"),
    token("a Tailscale key", "tskey-", `(?:auth|api|client|scim|webhook)-${base62}{9,32}-${base62}{20,50}`),

    // Code, packages, delivery
    token("a GitHub token", "ghp_ gho_ ghu_ ghs_", `${base62}{36}`, "github"),
    token("a GitHub token", "ghr_", `${base62}{76}`),
    token("a GitHub token", "github_pat_", `${base62}{22}_${base62}{59}`),
    token("a GitLab token", "glpat- gldt- glft- glsoat- glrt- glimt- gloas-", `${word}{20,300}(?:\\.[0-9a-z.]{8,14})?`),
    token("a GitLab token", "glptt-", "[a-f0-9]{40}"),
    token("a GitLab token", "glagent-", `${word}{50}`),
    token("an Atlassian token", "ATATT3", "[\\w=-]{186}"),
    token("a CircleCI token", "CCIPAT_", `${base62}{22}_[a-f0-9]{40}`),
    token("a Buildkite token", "bkua_", "[a-f0-9]{40}"),
    token("a SonarQube token", "squ_ sqp_ sqa_", "[a-f0-9]{40}"),
    token("an npm token", "npm_", `${base62}{36}`),
    token("a PyPI token", "pypi-AgEIcHlwaS5vcmc", `${word}{50,1000}`),
    token("a RubyGems key", "rubygems_", "[a-f0-9]{48}"),
    token("a Clojars token", "CLOJARS_", "[a-z0-9]{60}"),
    token("a Docker Hub token", "dckr_pat_ dckr_oat_", `${word}{27,32}`),
    token("an Artifactory key", "AKCp", `${base62}{69}`),
    token("an Octopus Deploy key", "API-", "[A-Z0-9]{26}"),
    token("a Pulumi access token", "pul-", "[a-f0-9]{40}"),
    form(
        "a Terraform Cloud token",
        ".atlasv1.",
        new RegExp(`(?<!${word})${base62}{14}\\.atlasv1\\.([\\w=-]{60,70})${end}`, "g"),
    ),
    token("a Sourcegraph token", "sgp_", "(?:(?:[a-f0-9]{16}|local)_)?[a-f0-9]{40}"),
    token("a Postman key", "PMAK-", "[a-f0-9]{24}-[a-f0-9]{34}"),
    token("a Prefect key", "pnu_", `${base62}{36}`),

    // Clusters and secret stores
    token("a Docker Swarm join token", "SWMTKN-1-", "[a-z0-9]{50}-[a-z0-9]{25}"),
    form("an OpenShift token", "sha256~", /(?<![\w-])sha256~([\w-]{43})(?![\w-])/g),
    token("a Vault token", "hvs.", `${word}{24,120}`),
    token("a Vault token", "hvb.", `${word}{138,300}`),
    token("a Doppler token", "dp.pt. dp.ct. dp.sa. dp.scim. dp.audit.", `${base62}{43,44}`),
    token("a 1Password service account token", "ops_eyJ", "[A-Za-z0-9+/]{250,2000}={0,3}"),

    // Observability
    token("a Grafana token", "glsa_", `${base62}{32}_[A-Fa-f0-9]{8}`),
    token("a Grafana Cloud token", "glc_eyJ", "[A-Za-z0-9+/]{32,400}={0,3}"),
    token("a New Relic key", "NRAK-", "[A-Z0-9]{27}"),
    token("a Sentry token", "sntryu_", "[a-f0-9]{64}"),
    token("a Sentry token", "sntrys_eyJ", "[A-Za-z0-9+/]{60,400}={0,2}_[A-Za-z0-9+/]{43}"),
    token("a Dynatrace token", "dt0c01.", "[A-Z0-9]{24}\\.[A-Z0-9]{64}"),

    // Messages and payment
    token("a Slack token", "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe-", "(?:\\d-)?\\d{8,15}-[A-Za-z0-9-]{18,120}"),
    token("a Slack app token", "xapp-", "\\d-[A-Z0-9]{8,14}-\\d{8,15}-[a-f0-9]{40,80}"),
    form(
        "a Slack webhook",
        "hooks.slack.com/services/",
        /hooks\.slack\.com\/services\/(T[A-Z0-9]{7,12}\/B[A-Z0-9]{7,12}\/[A-Za-z0-9]{22,26})(?!\w)/g,
    ),
    form("a Discord webhook", "/api/webhooks/", /discord(?:app)?\.com\/api\/webhooks\/(\d{17,20}\/[\w-]{60,80})/g),
    form("a Telegram bot token", ":AA", /(?<=(?<![\w-])\d{8,10}:)(AA[\w-]{33})(?![\w-])/g),
    token("a SendGrid key", "SG.", `${word}{22}\\.${word}{43}`),
    token("a Brevo key", "xkeysib-", `[a-f0-9]{64}-${base62}{16}`),
    token("a Stripe key", "sk_live_ rk_live_", `${base62}{16,247}`),
    token("a Square credential", "sq0atp- sq0csp-", `${word}{22,60}`),
    token("a Shopify credential", "shpat_ shpca_ shppa_ shpss_", "[a-fA-F0-9]{32}"),
    token("a Shippo key", "shippo_live_", "[a-f0-9]{40}"),
    token("an EasyPost key", "EZAK", `${base62}{54}`),

    // Work and models
    token("an Airtable token", "pat", `${base62}{14}\\.[a-f0-9]{64}`),
    token("a Linear key", "lin_api_", `${base62}{40}`),
    token("a Notion token", "ntn_", `\\d{11}${base62}{35}`),
    token("a Figma token", "figd_", `${word}{40,50}`),
    token("an Anthropic key", "sk-ant-api03- sk-ant-admin01-", `${word}{93}AA`),
    token("a Groq key", "gsk_", `${base62}{52}`),
    token("a Hugging Face token", "hf_", `${base62}{34}`),
    token("a Perplexity key", "pplx-", `${base62}{48}`),
    token("a Replicate token", "r8_", `${base62}{37}`),
    form("an OpenAI key", "T3BlbkFJ", new RegExp(`${start}sk-(${word}{20,100}T3BlbkFJ${word}{20,100})${end}`, "g")),

    // Formats of many
    form(
        "a JSON Web Token",
        "eyJ",
        /(?<![\w-])(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{20,1000})(?![\w-])/g,
        "jwt",
    ),
    form(
        "a password in a URL",
        "://",
        /:\/\/([^\s:@/?#"'`<>\\]{0,64}):([^\s@/?#"'`\\]{5,200})@([^\s:@/?#"'`\\,]{1,255})/g,
        "url",
    ),
    form(
        "a password in a JDBC URL",
        "jdbc:",
        /jdbc:[^\s"'`<>]{5,300}?[?&;]()password=([^\s&;"'`\\]{5,200})()/gi,
        "url",
    ),
    form("a registry password", '"auth"', /"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{8,400}={0,2})"/g, "basic"),
    form(
        "a password in an Authorization header",
        "asic ASIC",
        /authorization["']?\s{0,4}[:=,]\s{0,4}["']?basic ([A-Za-z0-9+/]{8,400}={0,2})/gi,
        "basic",
    ),
];
