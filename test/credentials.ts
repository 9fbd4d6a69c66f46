/** Credentials made for tests: of the right form, and nobody's. Made at run time, so that no scanner takes them for leaks. */
import { crc32 } from "node:zlib";

/** Numbers that look random and are the same every time. */
export function generator(seed: number): (below: number) => number {
    let state = seed >>> 0;
    return (below) => {
        // mulberry32
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
}

const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lower = upper.toLowerCase();
const digits = "0123456789";
const sets: Record<string, string> = {
    a: digits + upper + lower,
    A: upper + digits,
    l: lower + digits,
    d: digits,
    h: `${digits}abcdef`,
    b: `${upper}234567`,
    w: `${digits}${upper}${lower}-_`,
    s: `${digits}${upper}${lower}+/`,
    q: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

/** Letters of a set, so many: `{a36}`; see `sets`. `~` is nothing: it keeps prefixes apart. */
function filled(form: string, random: (below: number) => number): string {
    return form.replaceAll("~", "").replaceAll(/\{(\w)(\d+)\}/g, (_, set: string, count: string) => {
        const letters = sets[set] ?? "";
        return Array.from({ length: Number(count) }, () => letters.charAt(random(letters.length))).join("");
    });
}

/** Forms of tokens of a fixed length, by providers' documentation. */
export const forms: Record<string, string[]> = {
    "an AWS access key ID": ["AK~IA{b16}", "AS~IA{b16}"],
    "an Amazon Bedrock key": ["AB~SK{s109}"],
    "a Google API key": ["AI~za{w34}a"],
    "a Google OAuth client secret": ["GOC~SPX-{w27}a"],
    "an Entra ID client secret": ["{a3}8Q~~".replace("~~", "\u0001") + "{a34}"],
    "an Azure storage key": ["Account~Key={s86}=="],
    "an Azure shared access key": ["SharedAccess~Key={s43}="],
    "an Azure DevOps token": ["{a76}AZ~DO{a4}"],
    "an Alibaba Cloud access key ID": ["LT~AI{a20}"],
    "a DigitalOcean token": ["dop~_v1_{h64}", "doo~_v1_{h64}", "dor~_v1_{h64}"],
    "a Fly.io token": ["fm2~_{s200}"],
    "a Heroku key": ["HRKU~-AA{w57}a"],
    "a Cloudflare origin CA key": ["v1.~0-{h24}-{h146}"],
    "a Databricks token": ["da~pi{h32}"],
    "a PlanetScale credential": ["pscale~_pw_{a43}", "pscale~_tkn_{a43}"],
    "a Supabase token": ["sb~p_{h40}"],
    "a Tailscale key": ["ts~key-auth-{a12}CNTRL-{a32}"],
    "a GitHub token": ["github~_pat_{a22}_{a59}", "gh~r_{a76}"],
    "a GitLab token": ["gl~pat-{w19}a", "gl~dt-{w19}a", "gl~rt-{w19}a", "gl~ptt-{h40}", "gl~agent-{w49}a"],
    "an Atlassian token": ["AT~ATT3{a177}={A8}"],
    "a CircleCI token": ["CCI~PAT_{a22}_{h40}"],
    "a Buildkite token": ["bk~ua_{h40}"],
    "a SonarQube token": ["sq~u_{h40}", "sq~p_{h40}"],
    "an npm token": ["np~m_{a36}"],
    "a PyPI token": ["pypi~-AgEIcHlwaS5vcmc{w120}a"],
    "a RubyGems key": ["ruby~gems_{h48}"],
    "a Clojars token": ["CLO~JARS_{l60}"],
    "a Docker Hub token": ["dckr~_pat_{w26}a"],
    "an Artifactory key": ["AK~Cp{a69}"],
    "an Octopus Deploy key": ["A~PI-{A26}"],
    "a Pulumi access token": ["p~ul-{h40}"],
    "a Terraform Cloud token": ["{a14}.atlas~v1.{a67}"],
    "a Sourcegraph token": ["sg~p_{h40}"],
    "a Postman key": ["PM~AK-{h24}-{h34}"],
    "a Prefect key": ["pn~u_{a36}"],
    "a Docker Swarm join token": ["SWM~TKN-1-{l50}-{l25}"],
    "an OpenShift token": ["sha~256\u0001{w42}a"],
    "a Vault token": ["hv~s.{w91}a", "hv~b.{w150}a"],
    "a Doppler token": ["dp~.pt.{a43}"],
    "a 1Password service account token": ["op~s_eyJ{s300}"],
    "a Grafana token": ["gl~sa_{a32}_{h8}"],
    "a Grafana Cloud token": ["gl~c_eyJ{s120}"],
    "a New Relic key": ["NR~AK-{A27}"],
    "a Sentry token": ["sntr~yu_{h64}", "sntr~ys_eyJ{s120}_{s43}"],
    "a Dynatrace token": ["dt0~c01.{A24}.{A64}"],
    "a Slack token": ["xo~xb-{d12}-{d13}-{a24}", "xo~xp-{d12}-{d12}-{d13}-{h32}"],
    "a Slack app token": ["xa~pp-1-A{A10}-{d13}-{h64}"],
    "a Slack webhook": ["https://hooks.slack~.com/services/T{A10}/B{A10}/{a24}"],
    "a Discord webhook": ["https://discord.com/api/web~hooks/{d18}/{w67}a"],
    "a Telegram bot token": ["{d10}:A~A{w32}a"],
    "a SendGrid key": ["S~G.{w22}.{w42}a"],
    "a Brevo key": ["xkey~sib-{h64}-{a16}"],
    "a Stripe key": ["sk~_live_{a99}", "rk~_live_{a24}"],
    "a Square credential": ["sq0~atp-{w21}a"],
    "a Shopify credential": ["sh~pat_{h32}", "sh~pss_{h32}"],
    "a Shippo key": ["shippo~_live_{h40}"],
    "an EasyPost key": ["EZ~AK{a54}"],
    "an Airtable token": ["pa~t{a14}.{h64}"],
    "a Linear key": ["lin~_api_{a40}"],
    "a Notion token": ["nt~n_{d11}{a35}"],
    "a Figma token": ["fig~d_{w39}a"],
    "an Anthropic key": ["sk-ant~-api03-{w93}AA"],
    "a Groq key": ["gs~k_{a52}"],
    "a Hugging Face token": ["hf~_{a34}"],
    "a Perplexity key": ["ppl~x-{a48}"],
    "a Replicate token": ["r8~_{a37}"],
    "an OpenAI key": ["sk-~proj-{w73}aT3Bl~bkFJ{w73}a", "sk-~{a20}T3Bl~bkFJ{a20}"],
    "an age secret key": ["AGE-SECRET~-KEY-1{q58}"],
    "a private key": [
        "-----BEGIN ~PRIVATE KEY-----\\nMII{s64}\\n{s64}\\n",
        "-----BEGIN RSA ~PRIVATE KEY-----\nMII{s61}\n{s64}",
    ],
    "a password in a URL": [
        "postgres://shop:{a12}@db.~shop.svc:5432/orders",
        "redis://:{a16}@cache:6379/0",
        "https://ci:{w16}@git.~shop.io/app.git",
    ],
    "a password in a JDBC URL": ["jdbc:postgresql://db/orders?user=shop&pass~word={a14}"],
};

/** A token of a form. */
export function made(form: string, random: (below: number) => number): string {
    return filled(form, random).replaceAll("\u0001", "~");
}

const base62 = digits + upper + lower;

/** Credentials that have an inner structure. */
export const structured: Record<string, (random: (below: number) => number) => string> = {
    "a GitHub token": (random) => {
        const body = made("{a30}", random);
        let rest = crc32(body);
        let sum = "";
        for (; sum.length < 6; rest = Math.floor(rest / 62)) sum = base62.charAt(rest % 62) + sum;
        return made(`gh${"pous".charAt(random(4))}_${body}${sum}`, random);
    },
    "an AWS secret access key": (random) => `aws_secret_access_key = ${made("{s38}aZ", random)}`,
    "a JSON Web Token": (random) => {
        const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
        const payload = { sub: made("{a12}", random), iat: 1700000000 + random(1e6) };
        return `${part({ alg: "HS256", typ: "JWT" })}.${part(payload)}.${made("{w42}a", random)}`;
    },
    "a private key in base64": (random) =>
        Buffer.from(made("-----BEGIN EC ~PRIVATE KEY-----\nMHcCAQ{s58}\n{s64}\n{s32}", random)).toString("base64"),
    "a registry password": (random) =>
        JSON.stringify({ auths: { "ghcr.io": { auth: Buffer.from(made("bot:{a20}", random)).toString("base64") } } }),
    "a password in an Authorization header": (random) =>
        `Authorization: Basic ${Buffer.from(made("bot:{a20}", random)).toString("base64")}`,
};
