/** What stands for a value that is put in elsewhere: by the shell, Kubernetes, Helm, or a tool that reads a vault. */
const references = [
    /^\$[A-Z_][A-Z0-9_]*$/,
    /^\$\{[^{}]*\}$/,
    /^\$\([^()]*\)$/,
    /^\{\{.*\}\}$/s,
    /^<[^<>]*>$/,
    /^%\w*%$/,
    // Bank-Vaults, vals, 1Password.
    /^(>>)?vault:[^#\s]+#\S+$/,
    /^ref\+[a-z0-9]+:\/\/\S+$/,
    /^op:\/\/\S+$/,
];

/** Whether a text says where the value is to be had, and is not the value. */
export function isReference(text: string): boolean {
    return text.length <= 1000 && references.some((form) => form.test(text));
}

const words =
    /example|sample|dummy|placeholder|change.?me|change.?it|redact|your|insert|replac|fake|todo|notreal|invalid|x{4}/i;
const sequences = /012345|123456|654321|abcdef(?![0-9a-f])|abcdefgh|qwerty|(.)\1{5}/i;
const templates = /\$[({]|\{\{|%[(sdv]|[<>[\]{}*]|\.\.\.|…/;

/** Whether a text is as a generator of tokens makes it, and not as people write to show what goes there. */
export function looksGenerated(text: string): boolean {
    const start = text.slice(0, 300);
    if (words.test(start) || sequences.test(start) || templates.test(start)) return false;
    return (
        new Set(start).size >= Math.min(10, start.length / 2) && /\d|[a-z].*[A-Z]|[A-Z].*[a-z]|^[A-Z]{16}$/.test(start)
    );
}

/** Passwords that are no secret: everybody knows them, or they only say that a password goes there. */
const known =
    /^(?:(?:my|the|db|app|api|user|new|some|super|top|default|test|root|admin|redis|mysql|postgres)?[-_.]?(?:pass(?:word|wd|phrase)?|passw0rd|pwd|secret|token|api_?key|credentials?)|user(?:name)?|admin|root|guest|demo|test(?:ing)?|default|foobar|postgres(?:ql)?|mysql|mariadb|redis|mongo(?:db)?|rabbitmq|minio(?:admin)?|elastic|letmein|dummy|hidden)[-_.!]?\d{0,4}$/i;
const hosts =
    /^(?:host(?:name)?|server|your.*|my-?host|\W*)$|(?:^|\.)example(?:\.(?:com|org|net))?$|\.invalid$|^sha\d+$/i;

/** Whether a password in a URL is one. `docker://app:1.2.3@sha256:…` has the form of such a URL, too. */
export function isPassword(user: string, password: string, host: string): boolean {
    if (isReference(password) || templates.test(password) || templates.test(host) || hosts.test(host)) return false;
    if (known.test(password) || words.test(password) || sequences.test(password)) return false;
    return password.toLowerCase() !== user.toLowerCase() && new Set(password).size > 3;
}
