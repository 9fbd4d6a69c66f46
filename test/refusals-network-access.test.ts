import * as pulumi from "@pulumi/pulumi";
import { Namespace, NetworkAccess, type NetworkAccessArgs } from "hardened-containers";

const least: NetworkAccessArgs = { from: { namespace: "shop" }, to: { namespace: "shop" }, ports: [80] };
const everyPort = [{ first: 1, last: 65535 }];

beforeAll(async () => {
    await pulumi.runtime.setMocks({
        newResource: ({ inputs, name }) => ({ id: name, state: inputs as Record<string, unknown> }),
        call: () => ({}),
    });
    new Namespace("shop");
});

// What was made before a refusal goes on registering itself.
afterAll(() => pulumi.runtime.disconnect());

test.each<[string, object, RegExp]>([
    ["no end", { to: undefined }, /^NetworkAccess web: argument to is not an object/],
    ["an end that is an output", { from: pulumi.output({}) }, /argument from is not an object/],
    ["everything", { from: {} }, /argument from names neither a namespace nor a cidr, which is everything/],
    ["pods of any namespace", { to: { pods: { app: "web" } } }, /argument to names no namespace/],
    ["pods that are all pods", { to: { ...least.to, pods: {} } }, /argument to.pods names no label/],
    ["pods that are none", { to: { ...least.to, pods: "web" } }, /argument to.pods names no label/],
    ["malformed labels", { to: { ...least.to, pods: { app: "a b" } } }, /argument to.pods.app \("a b"\)/],
    ["a malformed namespace", { to: { namespace: "a.b" } }, /argument to.namespace \("a.b"\) is not a DNS label/],
    ["a malformed name", { name: "Web" }, /argument name \("Web"\)/],
    ["pods and addresses", { to: { ...least.to, cidr: "10.0.0.0/8" } }, /argument to names a cidr beside/],
    ["malformed addresses", { to: { cidr: "10.0.0.0/33" } }, /argument to.cidr .*is not a block of IP addresses/],
    ["ambiguous addresses", { from: { cidr: "10.1.0.0/8" } }, /argument from.cidr .*did you mean 10.0.0.0\/8/],
    ["the metadata service", { to: { cidr: "169.254.169.254/32" } }, /argument to.cidr .*gives out its credentials/],
    ["that over IPv6", { to: { cidr: "fd00:ec2::254/128" } }, /argument to.cidr .*gives out its credentials/],
    ["an open block", { to: { cidr: "0.0.0.0/0" }, ports: [] }, /argument ports names no port/],
    [
        "an open block with all ports",
        { to: { cidr: "0.0.0.0/0" }, portRanges: everyPort },
        /argument to.cidr .*is open/,
    ],
    ["half of all addresses", { to: { cidr: "128.0.0.0/1" }, portRanges: everyPort }, /argument to.cidr .*is open/],
    ["the IPv6 internet", { from: { cidr: "2000::/3" }, portRanges: everyPort }, /argument from.cidr .*is open/],
    ["exceptions of nothing", { to: { ...least.to, except: [] } }, /argument to.except is of no use without a cidr/],
    ["a malformed exception", { to: { cidr: "10.0.0.0/8", except: ["10"] } }, /argument to.except \("10"\)/],
    [
        "an exception elsewhere",
        { to: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } },
        /argument to.except \("11.0.0.0\/16"\) is not a part of 10.0.0.0\/8/,
    ],
    ["an exception of all", { to: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] } }, /argument to.except .*not a part/],
    ["no port", { ports: undefined }, /argument ports names no port, which is every port/],
    ["a port out of range", { ports: [0] }, /argument ports \(0\)/],
    ["a range out of range", { portRanges: [{ first: 1, last: 65536 }] }, /argument portRanges.last \(65536\)/],
    ["half a range", { portRanges: [{ last: 80 }] }, /argument portRanges.first .*is not set/],
    ["a range backwards", { portRanges: [{ first: 90, last: 80 }] }, /argument portRanges ends at 80, before/],
    [
        "two namespaces of others",
        { from: { namespace: "one" }, to: { namespace: "two" } },
        /argument from and argument to are in no Namespace that this program declares/,
    ],
    ["addresses alone", { from: { cidr: "10.0.0.0/8" }, to: { cidr: "10.0.0.0/8" } }, /are in no Namespace/],
])("a NetworkAccess refuses %s", (_, args, message) => {
    expect(() => new NetworkAccess("web", { ...least, ...args })).toThrow(message);
});

test("it takes all ports where both ends are bounded", () => {
    const args = { from: least.from, to: { cidr: "10.0.0.0/8" }, portRanges: everyPort };
    expect(() => new NetworkAccess("bounded", args)).not.toThrow();
});
