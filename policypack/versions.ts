import { intersects, validRange } from "semver";

/** The newest minor version of Kubernetes 1 whose Pod Security Standards are known here. */
export const newest = 37;

/** The minor versions that upstream supports today (kubernetes.io/releases). */
export const supported: readonly number[] = [35, 36, 37];

/**
 * The minor versions that a version (`1.34`, `v1.34.2-eks-1`) or a range of them (`1.33 - 1.35`, `>=1.34`) stands for,
 * oldest first. Versions beyond `newest` are judged as the newest one, as Kubernetes itself does.
 * @returns nothing if the text is neither
 */
export function minorVersions(text: string): number[] | undefined {
    // What vendors append says nothing of the minor version, and would be a pre-release to semver.
    const range = text.replace(/(\d+\.\d+\.\d+)[-+][a-z][\w.+-]*/gi, "$1");
    if (range.trim() === "" || validRange(range) === null) return undefined;
    const minors = Array.from({ length: newest + 1 }, (_, minor) => minor);
    const found = minors.filter((minor) => intersects(range, `1.${minor}.x`));
    if (found.length === 0 && intersects(range, `>1.${newest} <2`)) return [newest];
    return found.length > 0 ? found : undefined;
}
