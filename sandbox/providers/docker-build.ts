import { anyPackage } from "./any";
import { random, type StandIn } from "./stand-in";
import { read, text } from "./wire";

/** Builds nothing; invents the digest under which an image would have been pushed. */
export function dockerBuild(folder: string | undefined): StandIn {
    return {
        ...anyPackage(folder),
        id: () => `sha256:${random(64)}`,
        outputs({ inputs, old }, id) {
            const tags = read(inputs["tags"]);
            const tag = Array.isArray(tags) ? text(tags[0]) : undefined;
            const digest = text(old?.outputs["digest"]) ?? id;
            return { digest, contextHash: random(64), ref: tag === undefined ? digest : `${tag}@${digest}` };
        },
    };
}
