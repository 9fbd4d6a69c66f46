import * as pulumi from "@pulumi/pulumi";
import * as hardened from "hardened-containers";
import { mockEngine } from "./components/mocks";

const digest = `sha256:${"0".repeat(64)}`;
const image = `app@${digest}`;
const least = { namespace: "shop", image, memory: "64Mi" };

mockEngine();

const sidecar = (fields: object) => ({ sidecars: [{ name: "proxy", image, memory: "64Mi", ...fields }] });
const claim = (fields: object) => ({
    group: 1,
    volumeClaims: [{ name: "state", path: "/state", size: "1Gi", ...fields }],
});
const long = "a".repeat(53);

type Kind = "StatefulSet" | "DaemonSet" | "Job" | "CronJob";
const refused: Record<string, [what: string, args: object, message: RegExp][]> = {
    StatefulSet: [
        [
            "volumes that root alone can write to",
            { ...claim({}), group: undefined },
            /argument group is not set: a new volume belongs to root/,
        ],
        ["a malformed claim", claim({ name: "A" }), /argument volumeClaims.name \("A"\)/],
        ["a claim of no size", claim({ size: "0" }), /argument volumeClaims.size/],
        ["a claim at a relative path", claim({ path: "state" }), /argument volumeClaims.path/],
        [
            "a claim at a path that is mounted otherwise",
            { ...claim({}), writablePaths: [{ path: "/state" }] },
            /mount \/state twice/,
        ],
        [
            "a claim named as another volume",
            { ...claim({ name: "proxy--tmp" }), ...sidecar({}) },
            /argument volumeClaims and another volume are both named proxy--tmp/,
        ],
        ["a name too long", { name: long }, /has more than 52 characters/],
        ["a malformed headless Service", { serviceName: "1" }, /argument serviceName/],
        [
            "an override of the headless Service",
            { override: { spec: { serviceName: "a" } } },
            /override may not set spec.serviceName/,
        ],
    ],
    DaemonSet: [
        ["an update of no node at a time", { maxUnavailable: 0 }, /argument maxUnavailable \(0\)/],
        ["an override of the selector", { override: { spec: { selector: {} } } }, /override may not set spec.selector/],
    ],
    Job: [
        [
            "a sidecar that never ends",
            sidecar({ native: false }),
            /argument sidecars\[proxy\].native \(false\) would keep the pod running for ever/,
        ],
        ["fewer attempts than none", { backoffLimit: -1 }, /argument backoffLimit/],
        ["no time at all", { activeDeadlineSeconds: 0 }, /argument activeDeadlineSeconds/],
        ["half a pod", { parallelism: 0.5 }, /argument parallelism/],
        ["no completion", { completions: 0 }, /argument completions/],
        ["a negative time to live", { ttlSecondsAfterFinished: -1 }, /argument ttlSecondsAfterFinished/],
        [
            "an override of the label that its policy selects",
            { override: { spec: { template: { metadata: { labels: { "app.kubernetes.io/name": "b" } } } } } },
            /override may not set the label app.kubernetes.io\/name: set the argument name/,
        ],
    ],
    CronJob: [
        ["a schedule of six fields", { schedule: "0 0 * * * *" }, /argument schedule .*is not a schedule/],
        ["a schedule beyond the hour", { schedule: "60 * * * *" }, /is not a schedule/],
        ["the eighth day of the week", { schedule: "0 0 * * 7" }, /is not a schedule/],
        ["the last day of the month", { schedule: "0 0 L * *" }, /is not a schedule/],
        [
            "a time zone in the schedule",
            { schedule: "TZ=UTC 0 0 * * *" },
            /names a time zone: set the argument timeZone/,
        ],
        ["a time zone that is none", { timeZone: "Mars/Phobos" }, /argument timeZone .*is not the name of a time zone/],
        ["an offset for a time zone", { timeZone: "+01:00" }, /argument timeZone/],
        ["a time zone in small letters", { timeZone: "Europe/berlin" }, /did you mean Europe\/Berlin\?$/],
        ["a name too long", { name: long }, /has more than 52 characters/],
        ["a deadline that is always missed", { startingDeadlineSeconds: 9 }, /argument startingDeadlineSeconds \(9\)/],
        [
            "an override that is privileged",
            {
                override: {
                    spec: {
                        jobTemplate: {
                            spec: {
                                template: {
                                    spec: { containers: [{ name: "app", securityContext: { privileged: true } }] },
                                },
                            },
                        },
                    },
                },
            },
            /override is refused: spec.jobTemplate.spec.template.spec.containers\[app\] is privileged/,
        ],
        [
            "an override of the label that its policy selects",
            {
                override: {
                    spec: {
                        jobTemplate: {
                            spec: { template: { metadata: { labels: { "app.kubernetes.io/name": "b" } } } },
                        },
                    },
                },
            },
            /override may not set the label/,
        ],
    ],
};

test.each(Object.entries(refused).flatMap(([kind, rows]) => rows.map((row) => [kind as Kind, ...row] as const)))(
    "a %s refuses %s",
    (kind, _, args, message) => {
        const component = hardened[kind] as new (name: string, args: object) => pulumi.ComponentResource;
        const make = () => new component("app", { ...least, schedule: "@daily", ...args });
        expect(make).toThrow(message);
        expect(make).toThrow(expect.objectContaining({ hideStack: true }) as Error);
    },
);
