import { schedule, timeZone } from "../components/schedule";

// What the API server of Kubernetes 1.35 said of each in a dry run.
test.each([
    "* * * * *",
    "*/5 * * * *",
    "5/15 0-6/2 1,15 * ?",
    "30 2 1-31 JAN,mar-Dec MON-fri",
    "0 0 ? * 0-6",
    "  0\t0  * * SUN ",
    "00 01 02 03 4",
    "0 0 30 2 *",
    "@hourly",
    "@midnight",
    "@annually",
])("the schedule %j is one", (value) => {
    expect(schedule(value)).toBeUndefined();
});

test.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32/2 * *",
    "* * * 13 *",
    "* * * * 7",
    "* * * * 5-sun",
    "30-10 * * * *",
    "*/0 * * * *",
    "0 0 L * *",
    "0 0 15W * *",
    "0 0 * * 1#2",
    "0 0 * * monday",
    "1- * * * *",
    "H * * * *",
    "@reboot",
    "@Hourly",
])("the schedule %j is none", (value) => {
    expect(schedule(value)).toMatch("is not a schedule");
});

test("a schedule names no time zone", () => {
    expect(schedule("TZ=UTC 0 0 * * *")).toMatch("set the argument timeZone");
    expect(schedule("CRON_TZ=Asia/Tokyo @daily")).toMatch("set the argument timeZone");
});

test("every time zone that JavaScript names is one, and old names, too", () => {
    const names = [...Intl.supportedValuesOf("timeZone"), "UTC", "Etc/UTC", "Asia/Calcutta", "US/Pacific", "W-SU"];
    expect(names.filter((name) => timeZone(name) !== undefined)).toEqual([]);
});

test.each(["", "+01:00", "Local", "Mars/Phobos", "Europe/", "europe/berlin", "UTC+1", "GMT+5"])(
    "%j is no time zone",
    (value) => {
        expect(timeZone(value)).toMatch("is not the name of a time zone");
    },
);
