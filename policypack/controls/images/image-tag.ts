import { control } from "../../control";
import { parseImage } from "../../image";
import { images } from "../../subjects/pods";

export default control({
    id: "image-tag",
    title: "Images name a tag other than latest, or a digest",
    severity: "high",
    level: "mandatory",
    why: "Without a tag, or with latest, each pull may bring another program: what runs is not what was tested, and cannot be brought back.",
    references: [],
    on: images,
    check: ({ image }) => {
        if (image === undefined) return undefined;
        const reference = parseImage(image);
        if (reference === undefined) return `is ${JSON.stringify(image)}, which is not an image reference`;
        if (reference.digest !== undefined) return undefined;
        if (reference.tag === undefined) return `is ${image}, which names no tag`;
        return reference.tag === "latest" ? `is ${image}, which changes with every push` : undefined;
    },
    good: [
        {},
        { image: "registry.example.com:5000/team/app:1.2.3" },
        { image: `app@sha256:${"0".repeat(64)}` },
        { image: `app:latest@sha256:${"0".repeat(64)}` },
    ],
    bad: [
        { image: "nginx" },
        { image: "nginx:latest" },
        { image: "registry.example.com:5000/team/app" },
        { image: "docker.io/library/nginx:" },
        { image: "" },
    ],
});
