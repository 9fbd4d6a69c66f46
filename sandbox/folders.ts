import { homedir } from "node:os";
import { basename, join } from "node:path";

/** The sandbox's own folder, from its sources (as jest runs them) as from its compiled files. */
export const sandbox = basename(__dirname) === "dist" ? join(__dirname, "..") : __dirname;

/** Plugins are processes of their own, so they always run compiled. */
export function compiled(file: string): string {
    return join(sandbox, "dist", file);
}

/** Where a CLI that was built or installed once is kept: the user's cache folder. */
export function cache(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
    if (platform === "win32")
        return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "hardened-containers");
    if (platform === "darwin") return join(homedir(), "Library", "Caches", "hardened-containers");
    return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "hardened-containers");
}
