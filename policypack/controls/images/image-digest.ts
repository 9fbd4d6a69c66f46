import { control } from "../../control";
import { parseImage } from "../../image";
import { images } from "../../subjects/pods";

export default control({
    id: "image-digest",
    title: "Images are pinned by digest",
    severity: "medium",
    level: "advisory",
    why: "A tag can be pushed anew; a digest names one image for ever, the one that was scanned and signed.",
    references: [],
    narrows: "image-tag",
    on: images,
    check: ({ image }) => {
        // What is not a reference at all is image-tag's.
        const reference = image === undefined ? undefined : parseImage(image);
        return reference && reference.digest === undefined ? `is ${image ?? ""}, which names no digest` : undefined;
    },
    good: [{}, { image: "" }, { image: `registry.example.com:5000/team/app:1.2.3@sha256:${"0".repeat(64)}` }],
    bad: [{ image: "nginx" }, { image: "registry.example.com:5000/team/app:1.2.3" }],
});
