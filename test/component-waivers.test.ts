import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "hardened-containers";
import { mockEngine } from "./components/mocks";
import { container, least, proxy, until, waive, waivers } from "./components/waived";

mockEngine();

const readOnly = "read-only-root-filesystem";
/** A credential that is nobody's: its checksum is right. */
const url = "postgres://shop:kLm83-Qe7xTz@db/shop";

describe("a Deployment refuses a waiver", () => {
    test.each<[string, object, RegExp]>([
        [
            "from a control that does not exist",
            waivers(waive("no-privilegd")),
            /argument waivers\[no-privilegd\] is for a control that does not exist \(did you mean no-privileged\?\)/,
        ],
        ["that has ended", waivers(waive(readOnly, { until: "2020-02-29" })), /\] ended on 2020-02-29\.$/],
        [
            "until a day that no month has",
            waivers(waive(readOnly, { until: "2999-02-29" })),
            /ends on "2999-02-29", which is no date/,
        ],
        ["until some time", waivers(waive(readOnly, { until: "soon" })), /ends on "soon", which is no date/],
        ["without end", waivers({ control: readOnly, reason: "r" }), /waivers.until is not a text/],
        [
            "until an output",
            waivers({ ...waive(readOnly), until: pulumi.output(until) }),
            /waivers.until is not a text/,
        ],
        [
            "without reason",
            waivers(waive(readOnly, { reason: " " })),
            /waivers\[read-only-root-filesystem\] says no reason/,
        ],
        ["of two lines", waivers(waive(readOnly, { reason: "a\nb" })), /\.reason is not one line of text/],
        ["with a credential", waivers(waive(readOnly, { reason: url })), /\.reason holds a password in a URL/],
        ["of two people", waivers(waive(readOnly, { by: "a b" })), /\.by \("a b"\) is not one word/],
        ["of nobody", waivers(waive(readOnly, { by: "" })), /\.by \(""\) is not one word/],
        [
            "for a container that is none",
            waivers(waive(readOnly, { container: "A b" })),
            /\.container \("A b"\) is not a DNS/,
        ],
        [
            "for a container that there is not",
            waivers(waive(readOnly, { container: "wbe" })),
            /\.container \("wbe"\) is none of the containers whose names are known: web\.$/,
        ],
        [
            "for a container whose name is only known later",
            { ...waivers(waive(readOnly, { container: "app" })), name: pulumi.output("app") },
            /\("app"\) is none of the containers whose names are known\.$/,
        ],
        ["twice", waivers(waive(readOnly), waive(readOnly)), /is there twice, once for all containers/],
        [
            "twice for a container",
            waivers(waive(readOnly, { container: "web" }), waive(readOnly, { container: "web" })),
            /is there twice for the container web/,
        ],
        [
            "that differs between containers",
            {
                sidecars: [proxy],
                ...waivers(waive(readOnly, { container: "web" }), waive(readOnly, { container: "proxy", by: "me" })),
            },
            /differs between containers in until, reason or by/,
        ],
        ["that nothing needs", waivers(waive("no-host-path")), /waivers\[no-host-path\] is not needed: nothing/],
        ["of another kind of resource", waivers(waive("ecr-kms-encryption")), /\[ecr-kms-encryption\] is not needed/],
        [
            "of another kind over the stack",
            waivers(waive("ecr-lifecycle-policy")),
            /\[ecr-lifecycle-policy\] is not needed/,
        ],
        [
            "that what is set makes needless",
            { ...waivers(waive(readOnly)), ...container("web", { securityContext: { readOnlyRootFilesystem: true } }) },
            /\[read-only-root-filesystem\] is not needed/,
        ],
        [
            "by which root would not start",
            { ...waivers(waive("non-root-user")), user: 0 },
            /waive that for the same containers/,
        ],
        ["that is no list", { waivers: waive(readOnly) }, /argument waivers is not a list/],
        [
            "that is written by hand",
            { annotations: { "waive.hardened-containers/no-privileged": "until=2999-12-31 reason=r" } },
            /annotations may not set waive.hardened-containers\/no-privileged: set the argument waivers/,
        ],
        [
            "in an override",
            { override: { metadata: { annotations: { [`waive.hardened-containers/${readOnly}`]: "reason=r" } } } },
            /override may not set waive.hardened-containers\/read-only-root-filesystem: set the argument waivers/,
        ],
        [
            "beside annotations that are an output",
            { ...waivers(waive(readOnly)), override: { metadata: { annotations: pulumi.output({}) } } },
            /override may not set metadata.annotations as an output/,
        ],
    ])("%s", (_, args, message) => {
        const make = () => new Deployment("web", { ...least, ...args });
        expect(make).toThrow(message);
        expect(make).toThrow(expect.objectContaining({ hideStack: true }) as Error);
        expect(make).not.toThrow(/kLm83/);
    });
});
