import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "./formats";
import { hardened } from "./hardening";
import { checked, refuse } from "./refusal";
import { repositoryPolicy } from "./repository-policy";
import { lifecycleOf, tagSettings } from "./repository-tags";
import { refuseUnneeded, waiversOf, type WaivableArgs } from "./waivers";

export interface RepositoryArgs extends WaivableArgs {
    /** Name in ECR, with `/` between its parts. Default: the name of the resource. */
    name?: pulumi.Input<string>;
    /**
     * ARN of the key of KMS that encrypts the images. Default: the key that AWS manages for ECR. A repository keeps its
     * encryption for ever: another key means another repository.
     */
    kmsKey?: pulumi.Input<string>;
    /** Lets cosign 2 append signatures to its tags, `sha256-…`; cosign 3 needs no tags. Default: false. */
    cosignTags?: boolean;
    /** Tags that may be overwritten, such as `buildcache` or `cache-*`: those of build caches, never of what is deployed. */
    cacheTags?: pulumi.Input<string>[];
    /**
     * The number of tagged images that are kept of each pattern in `keepTags`, the newest. A signature of cosign 2 is an
     * image with a tag of its own. Default: 30.
     */
    keepImages?: pulumi.Input<number>;
    /**
     * Patterns of tags, with up to four `*`; images whose tags match none are kept. Default: `*`. Untagged images are
     * kept, too: signatures and attestations are among them.
     */
    keepTags?: pulumi.Input<string>[];
    /** Who may pull, beside those whom IAM lets in: ARNs of roles or, with `organization`, IDs of accounts. */
    readers?: pulumi.Input<string>[];
    /** Who may push and pull, beside those whom IAM lets in: ARNs of roles. */
    writers?: pulumi.Input<string>[];
    /** ID of the AWS organization that all readers and writers must be in, such as `o-exampleorg1`. */
    organization?: pulumi.Input<string>;
    /** Tags of the repository in AWS. */
    tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A private ECR repository whose tags stay, which scans what is pushed, and lets in whom it names. It is protected from
 * deletion unless the resource option `protect` is false.
 */
export class Repository extends pulumi.ComponentResource {
    /** Name in ECR. */
    readonly name: pulumi.Output<string>;
    /** ARN of the repository, for policies of IAM. */
    readonly arn: pulumi.Output<string>;
    /** Where images are pushed to and pulled from, without tag or digest. */
    readonly url: pulumi.Output<string>;

    constructor(name: string, args: RepositoryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("hardened-containers:index:Repository", name, {}, opts);
        const waivers = waiversOf(this, args);
        const nameOf = (control: string, path: string) => (path === "tags" ? path : (argumentOf[control] ?? control));
        const refusal = { component: this, argumentOf: nameOf, waivers };
        const settings = {
            name: checked(this, "name", args.name ?? name, repositoryName),
            ...tagSettings(this, args, waivers),
            encryptionConfigurations: [
                {
                    encryptionType: "KMS",
                    ...(args.kmsKey === undefined ? {} : { kmsKey: checked(this, "kmsKey", args.kmsKey, keyArn) }),
                },
            ],
            tags: awsTags(this, args.tags),
        };
        const made = hardened("aws:ecr/repository:Repository", settings, refusal);
        const lifecycle = lifecycleOf(this, args);
        const policy = repositoryPolicy(this, args, waivers);
        const access = policy && hardened("aws:ecr/repositoryPolicy:RepositoryPolicy", { policy }, refusal);
        refuseUnneeded(this, waivers);

        // Nothing is registered before all arguments have been judged.
        const repository = new aws.ecr.Repository(`${name}-repository`, made, {
            parent: this,
            protect: opts?.protect ?? true,
        });
        const children = { parent: this };
        new aws.ecr.LifecyclePolicy(
            `${name}-lifecycle-policy`,
            { repository: repository.name, policy: lifecycle },
            children,
        );
        if (access !== undefined) {
            new aws.ecr.RepositoryPolicy(
                `${name}-repository-policy`,
                { repository: repository.name, policy: access.policy },
                children,
            );
        }
        this.name = repository.name;
        this.arn = repository.arn;
        this.url = repository.repositoryUrl;
        this.registerOutputs({ name: this.name, arn: this.arn, url: this.url });
    }

    /** The reference of an image in this repository by its digest, `sha256:…`: what a workload takes as its image. */
    imageRef(digest: pulumi.Input<string>): pulumi.Output<string> {
        return pulumi.interpolate`${this.url}@${checked(this, "digest", digest, imageDigest)}`;
    }
}

/** Arguments that no format but a control refuses. */
const argumentOf: Record<string, string> = {
    "ecr-immutable-tags": "cacheTags",
    "no-public-ecr-policy": "readers",
    "known-ecr-accounts": "readers",
    "limited-ecr-push": "writers",
};

const nameForm = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

const repositoryName: Fault<string> = (value) =>
    value.length >= 2 && value.length <= 256 && nameForm.test(value)
        ? undefined
        : "is not the name of a repository: 2 to 256 lower-case letters, digits, and single . _ - or / between them";

const keyArn: Fault<string> = (value) =>
    /^arn:aws[-a-z]*:kms:[-a-z0-9]+:\d{12}:(key|alias)\/[-/_A-Za-z0-9]+$/.test(value)
        ? undefined
        : "is not the ARN of a key of KMS, such as arn:aws:kms:eu-central-1:123456789012:key/…";

const imageDigest: Fault<string> = (value) =>
    /^sha256:[0-9a-f]{64}$/.test(value) ? undefined : "is not a digest: sha256: and 64 hexadecimal digits";

function awsTags(component: pulumi.Resource, tags: RepositoryArgs["tags"]): RepositoryArgs["tags"] {
    const wrong = Object.keys(tags ?? {}).find((key) => key === "" || key.length > 128 || /^aws:/i.test(key));
    if (wrong !== undefined) {
        refuse(
            component,
            "tags",
            `("${wrong}") names no tag of one's own: 1 to 128 characters that do not begin with aws:`,
        );
    }
    return tags;
}
