import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hardened, privilegedPod, type Ran } from "./run";

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hardened-formats-"));
    mkdirSync(join(folder, "deploy"));
    const grants = [
        {
            control: "memory-limit",
            resource: "web",
            namespace: "shop",
            reason: "legacy",
            until: new Date(Date.now() + 100 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
            by: "platform",
        },
    ];
    const urn = "urn:pulumi:manifests::kubernetes::kubernetes:core/v1:Pod::shop/web";
    const files = {
        "deploy/web.yaml": privilegedPod,
        "deploy/with space, and comma.yaml": privilegedPod.replace("name: web", "name: two"),
        "clean.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        "broken.yaml": "a: 1\nb: [\n",
        "covered.json": JSON.stringify({
            settings: { grants, baseline: { "cpu-request": [urn], "seccomp-profile": [urn] } },
        }),
        "unknown.json": JSON.stringify({
            steps: [
                {
                    op: "create",
                    newState: {
                        type: "kubernetes:core/v1:Pod",
                        urn: "urn:pulumi:dev::shop::kubernetes:core/v1:Pod::web",
                        inputs: { spec: { containers: [{ name: "app", image: "[secret]" }] } },
                    },
                },
            ],
        }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    jest.spyOn(process, "cwd").mockReturnValue(folder);
});
afterAll(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
});

/** What there is in a folder that has something for each part of a report, and that the command runs in. */
export function inFolder() {
    const check = (format: string, files: string[], ...args: string[]): Ran =>
        hardened("check", ...files.map((file) => join(folder, file)), "--format", format, ...args);
    const covered = (): string[] => ["--config", join(folder, "covered.json")];
    return { folder: () => folder, check, covered };
}
