/** The parts of an image reference. */
export interface ImageReference {
    /** Host, with its port if it has one; `docker.io` where the reference names none. */
    registry: string;
    /** Path in the registry; `library/nginx` for Docker Hub's `nginx`. */
    repository: string;
    tag?: string;
    digest?: string;
}

// The grammar of github.com/distribution/reference v0.6.0 (regexp.go). No two of its ways to read a name overlap, so that
// JavaScript's own engine takes linear time over names that nearly match, too.
const part = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domain = `(?:${part}(?:\\.${part})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const component = "[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*";
const tag = "[\\w][\\w.-]{0,127}";
const algorithmAndHex = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9a-fA-F]{32,}";
const grammar = new RegExp(
    `^(?:(${domain})/)?(${component}(?:/${component})*)(?::(${tag}))?(?:@(${algorithmAndHex}))?$`,
);

/** Longer repository names are refused by registries and by container runtimes. */
const longestRepository = 255;

/** Hexadecimal digits of a digest, by its algorithm (github.com/opencontainers/go-digest). */
const digits: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };

/** Reads an image reference as container runtimes do, or says nothing if it is none. */
export function parseImage(text: string): ImageReference | undefined {
    const match = grammar.exec(text);
    // An identifier of an image in the runtime's own store names nothing that could be pulled.
    if (match === null || /^[a-f0-9]{64}$/.test(text)) return undefined;
    const [, host, path = "", version, digest] = match;
    // The first part is a registry only if it looks like a host; else it is part of a name on Docker Hub.
    const isHost = host !== undefined && (/[.:[]/.test(host) || host === "localhost" || host !== host.toLowerCase());
    const registry = isHost ? host.replace(/^index\.docker\.io$/, "docker.io") : "docker.io";
    const name = host !== undefined && !isHost ? `${host}/${path}` : path;
    const repository = registry === "docker.io" && !name.includes("/") ? `library/${name}` : name;
    const [algorithm = "", hex = ""] = digest?.split(":") ?? [];
    if (digest !== undefined && (hex.length !== digits[algorithm] || hex !== hex.toLowerCase())) return undefined;
    return repository.length > longestRepository ? undefined : { registry, repository, tag: version, digest };
}
