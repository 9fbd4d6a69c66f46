import { Namespace, type NamespaceArgs } from "hardened-containers";
import { mockEngine } from "./components/mocks";

mockEngine();

test.each<[string, object, RegExp]>([
    [
        "a default limit above the highest one",
        { memoryLimit: { default: "1Gi", max: "512Mi" } },
        /argument memoryLimit.default \("1Gi"\) is more than memoryLimit.max, which is 512Mi/,
    ],
    ["a malformed label", { labels: { "-team": "a" } }, /argument labels \("-team"\) is not the key of a label/],
    [
        "a malformed label value",
        { labels: { team: "a b" } },
        /argument labels.team \("a b"\) is not the value of a label/,
    ],
    ["a malformed annotation", { annotations: { "a/b/c": "" } }, /argument annotations \("a\/b\/c"\)/],
    [
        "the level privileged",
        { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
        /^Namespace shop: argument labels is refused: .*enforces privileged/,
    ],
    [
        "the level baseline",
        { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
        /argument labels .*pod-security-enforce/,
    ],
    [
        "a credential in an annotation",
        { annotations: { "example.com/db": "postgres://shop:kLm83-Qe7xTz@db/shop" } },
        /argument annotations is refused: metadata.annotations.example.com\/db holds a password in a URL \(no-known-credential\)/,
    ],
    ["a version that is none", { podSecurityVersion: "1.35" }, /argument podSecurityVersion/],
    ["a malformed name", { name: "a.b" }, /argument name/],
    ["a malformed quota", { quota: { memory: "64 GB" } }, /argument quota.memory/],
    ["fewer pods than none", { quota: { pods: -1 } }, /argument quota.pods \(-1\)/],
    ["a malformed limit", { memoryLimit: { max: "8G i" } }, /argument memoryLimit.max/],
    ["a malformed DNS address", { dns: { nodeLocalAddress: "1.2.3" } }, /argument dns.nodeLocalAddress/],
])("a Namespace refuses %s", (_, args, message) => {
    expect(() => new Namespace("shop", args as NamespaceArgs)).toThrow(message);
});
