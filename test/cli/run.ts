import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../cli/program";

/** What a command has done. */
export interface Ran {
    code: number;
    out: string;
    error: string;
}

/** Runs the command in this process. */
export function hardened(...args: string[]): Ran {
    const ran: Ran = { code: 0, out: "", error: "" };
    ran.code = run(args, {
        out: (text) => (ran.out += text),
        error: (text) => (ran.error += text),
    });
    return ran;
}

const made: string[] = [];
afterAll(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a temporary folder. @returns their paths, in order */
export function written(files: Record<string, string | object>): string[] {
    const folder = mkdtempSync(join(tmpdir(), "hardened-cli-"));
    made.push(folder);
    return Object.entries(files).map(([name, content]) => {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    });
}

/** A finding as the format json has it. */
export interface Said {
    policy: string;
    level: string;
    kind: string;
    severity: string;
    message: string;
    path: string;
    urn?: string;
    line?: number;
    column?: number;
    file?: string;
    template?: string;
    team: string;
    fails: boolean;
}

/** What the command says of files, as the format json has it. */
export function said(ran: Ran): Said[] {
    return (JSON.parse(ran.out) as { findings: Said[] }).findings;
}

/** The findings of one control in files: where, and what. */
export function findings(policy: string, files: Record<string, string | object>, ...args: string[]): string[] {
    const ran = hardened("check", ...written(files), "--format", "json", ...args);
    if (ran.code === 2) throw new Error(ran.error);
    return said(ran)
        .filter((each) => each.policy === policy)
        .map(({ line, column, message }) => `${line === undefined ? "" : `${line}:${column ?? ""} `}${message}`);
}

/** A pod that breaks one control for sure: one container is privileged. */
export const privilegedPod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.0.0
      securityContext:
        privileged: true
`;

/** A pod that breaks only controls that are advisory. */
export const advisoryPod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: app
      image: registry.example.com/app:1.2.3@sha256:${"0".repeat(64)}
      resources: {limits: {memory: 64Mi}}
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}
`;
/** A pod that breaks none. */
export const cleanPod = advisoryPod.replace("limits: {", "requests: {cpu: 100m}, limits: {");
