import { withComponents } from "./components/program";

const least = { from: { namespace: "from-home" }, to: { namespace: "to-home" }, ports: [80] };
const preview = (args: object) =>
    withComponents([{ kind: "NetworkAccess", name: "web", args: { ...least, ...args } }], (run) => run("preview"));

test.each([
    [
        "open addresses",
        { to: { cidr: { $output: "0.0.0.0/0" } }, portRanges: [{ first: 1, last: 65535 }] },
        'argument to.cidr ("0.0.0.0/0") is open, and so are all ports',
    ],
    ["no labels", { to: { ...least.to, pods: { $output: {} } } }, "argument to.pods names no label"],
    [
        "secret labels",
        { to: { ...least.to, pods: { $secret: { app: "hunter2/" } } } },
        "argument to.pods.app (a secret) is not the value of a label",
    ],
    [
        "a block of the metadata service",
        { to: { cidr: { $output: "169.254.169.254/32" } } },
        "gives out its credentials",
    ],
])("what an output of %s holds is refused", async (_, args, sentence) => {
    const { exitCode, output } = await preview(args);
    expect(exitCode).not.toBe(0);
    expect(output).toContain(sentence);
    expect(output).not.toContain("hunter2");
    expect(output).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
});

test("the engine says which policy is left out, and that of a Namespace here comes after it", async () => {
    const { exitCode, output, steps } = await preview({ to: { namespace: "elsewhere" } });
    expect(exitCode).toBe(0);
    expect(output).toContain(
        "The policy of the end to is left out: this program does not declare Namespace elsewhere.",
    );
    const made = steps.map(({ urn }) => urn.split("::").at(-1));
    expect(made).toContain("web-egress");
    expect(made).not.toContain("web-ingress");
    expect(made.indexOf("web-egress")).toBeGreaterThan(made.indexOf("from-home-namespace"));
});
