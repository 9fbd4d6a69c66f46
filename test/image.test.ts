import { parseImage } from "hardened-containers-policies/image";

const hex = "0123456789abcdef".repeat(4);

test.each([
    ["nginx", "docker.io", "library/nginx", undefined, undefined],
    ["nginx:1.27", "docker.io", "library/nginx", "1.27", undefined],
    ["library/nginx", "docker.io", "library/nginx", undefined, undefined],
    ["team/app:1", "docker.io", "team/app", "1", undefined],
    ["docker.io/nginx", "docker.io", "library/nginx", undefined, undefined],
    ["index.docker.io/team/app", "docker.io", "team/app", undefined, undefined],
    ["localhost/app", "localhost", "app", undefined, undefined],
    ["localhost:5000", "docker.io", "library/localhost", "5000", undefined],
    ["localhost:5000/app", "localhost:5000", "app", undefined, undefined],
    ["registry.example.com/app", "registry.example.com", "app", undefined, undefined],
    ["registry.example.com:5000/team/app:1.2-rc_3", "registry.example.com:5000", "team/app", "1.2-rc_3", undefined],
    ["[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000", "app", "1", undefined],
    ["Registry/app", "Registry", "app", undefined, undefined],
    [`app@sha256:${hex}`, "docker.io", "library/app", undefined, `sha256:${hex}`],
    [`app:1@sha256:${hex}`, "docker.io", "library/app", "1", `sha256:${hex}`],
    [`app@sha512:${hex}${hex}`, "docker.io", "library/app", undefined, `sha512:${hex}${hex}`],
    ["a__b/c.d/e---f:latest", "docker.io", "a__b/c.d/e---f", "latest", undefined],
])("%s", (text, registry, repository, tag, digest) => {
    expect(parseImage(text)).toEqual({ registry, repository, tag, digest });
});

test.each([
    "",
    " nginx",
    "nginx ",
    "nginx:",
    "nginx:1:2",
    "nginx@",
    "nginx@sha256:abc",
    `nginx@sha256:${hex.slice(1)}`,
    `nginx@sha256:${hex.toUpperCase()}`,
    `nginx@md5:${hex}`,
    `nginx@constructor:${hex}`,
    "Nginx",
    "team/App",
    "team//app",
    "/app",
    "app/",
    "a___b",
    "-app",
    "https://example.com/app",
    "${image}",
    `app:${"1".repeat(129)}`,
    hex,
    `${"a/".repeat(200)}app`,
])("%p is no reference", (text) => {
    expect(parseImage(text)).toBeUndefined();
});

// Twice the length takes about twice the time; with a grammar that reads a name in several ways it would be thousands.
test.each(["a-", "a.", "a/", "a_", "a", "-", "[:", "a:1@a", "a@a.", "a@a", "A.a-"])(
    "a long name of %p that nearly matches is no reference, and takes no time",
    (text) => {
        const started = performance.now();
        for (const end of ["!", ":/", "@", "/"]) expect(parseImage(text.repeat(100_000) + end)).toBeUndefined();
        expect(performance.now() - started).toBeLessThan(2000);
    },
);
