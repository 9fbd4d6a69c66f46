import { control } from "../../control";
import { repositories } from "../../subjects/ecr-repositories";

export default control({
    id: "no-ecr-force-delete",
    title: "ECR repositories that hold images are not deleted",
    severity: "medium",
    level: "advisory",
    why: "With forceDelete a repository goes with all its images, also those that run: what restarts then cannot be pulled.",
    references: [],
    on: repositories,
    check: ({ repository }) =>
        repository.forceDelete ? "is deleted with all the images in it (forceDelete: true)" : undefined,
    good: [{ repository: {} }, { repository: { forceDelete: false } }],
    bad: [{ repository: { forceDelete: true } }],
});
