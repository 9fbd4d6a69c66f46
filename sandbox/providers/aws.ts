import { inventedTexts, missingArguments } from "./any";
import { account, partition, invoke } from "./aws-functions";
import { resourceClass } from "./sdk";
import { random, type Resource, type StandIn } from "./stand-in";
import { read, text, type Properties, type Value } from "./wire";

// Where the provider names another argument than `name`.
const nameArguments: Record<string, string> = {
    "aws:docdb/cluster:Cluster": "clusterIdentifier",
    "aws:elasticache/cluster:Cluster": "clusterId",
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/instance:Instance": "identifier",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketV2:BucketV2": "bucket",
};
const lowerCase = /^aws:(ecr|rds|docdb|elasticache|s3)\//;
const immutableArguments: Record<string, string[]> = {
    "aws:ecr/repository:Repository": ["encryptionConfigurations"],
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": ["repository"],
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ["repository"],
    "aws:eks/cluster:Cluster": ["bootstrapSelfManagedAddons", "encryptionConfig", "kubernetesNetworkConfig", "roleArn"],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn", "role"],
    "aws:signer/signingProfile:SigningProfile": ["platformId", "signatureValidityPeriod", "signingMaterial"],
};
const idIsArn = /^aws:(acm\/certificate|iam\/policy|lb\/\w+|alb\/\w+|sns\/topic|secretsmanager\/secret):/;
const idPrefix: Record<string, string> = {
    "aws:ec2/securityGroup:SecurityGroup": "sg",
    "aws:ec2/vpc:Vpc": "vpc",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/instance:Instance": "i",
    "aws:ec2/internetGateway:InternetGateway": "igw",
};
const nameless = /^aws:ec2\/(?!securityGroup|launchTemplate|keyPair|placementGroup)/;

/** Stands in for AWS: names, ARNs and ids of the right form in an account that does not exist. */
export function aws(folder: string | undefined): StandIn {
    let region = "us-east-1";

    function nameArgument(type: string): string | undefined {
        const property = nameArguments[type] ?? "name";
        const known = resourceClass(folder, type);
        return known?.arguments.includes(property) && !nameless.test(type) ? property : undefined;
    }

    function arn({ type, inputs }: Resource, name: string): string {
        const [service = "", kind = ""] = (type.split(":")[1] ?? "").split("/");
        const place = text(inputs["region"]) ?? region;
        if (service === "s3") return `arn:${partition}:s3:::${name}`;
        const resource = ["sns", "sqs"].includes(service) ? name : `${kind.toLowerCase()}/${name}`;
        return `arn:${partition}:${service}:${service === "iam" ? "" : place}:${account}:${resource}`;
    }

    function nameOf(resource: Resource): string {
        const property = nameArgument(resource.type);
        return (property && text(resource.inputs[property])) ?? resource.name;
    }

    function named(resource: Resource): Properties {
        const { type, inputs, name, old, seed } = resource;
        const property = nameArgument(type);
        // The real provider lists here what it filled in; policies see the list too.
        const marked = (defaults: Value[], more: Properties = {}) => ({ ...inputs, ...more, __defaults: defaults });
        if (property === undefined || read(inputs[property]) || read(inputs[`${property}Prefix`])) return marked([]);
        const kept = isDefault(old?.inputs, property) ? old?.inputs[property] : undefined;
        const fresh = `${lowerCase.test(type) ? name.toLowerCase() : name}-${random(7, seed)}`;
        return marked([property], { [property]: kept ?? fresh });
    }

    return {
        configure(config) {
            region = text(config["region"]) ?? region;
        },
        check: (resource) => ({ inputs: named(resource), failures: missingArguments(folder, resource) }),
        immutable({ type }) {
            const property = nameArgument(type);
            const names = property === undefined ? [] : [property, `${property}Prefix`];
            const known = [...(immutableArguments[type] ?? []), ...(resourceClass(folder, type)?.immutable ?? [])];
            return [...names, "region", ...known];
        },
        coexist({ type, inputs, old }) {
            const property = nameArgument(type);
            if (property === undefined || isDefault(inputs, property)) return true;
            return read(inputs[property]) !== read(old?.inputs[property]);
        },
        id(resource) {
            const { type } = resource;
            if (idIsArn.test(type)) return arn(resource, nameOf(resource));
            const prefix = idPrefix[type];
            if (prefix !== undefined) return `${prefix}-0${random(16)}`;
            return nameArgument(type) === undefined ? `${resource.name}-${random(17)}` : nameOf(resource);
        },
        outputs(resource, id) {
            const { inputs, old, type } = resource;
            const place = text(inputs["region"]) ?? region;
            const all: Properties = {
                ...inventedTexts(folder, resource),
                arn: old?.outputs["arn"] ?? arn(resource, idIsArn.test(type) ? nameOf(resource) : id),
                ownerId: account,
                registryId: account,
                region: place,
                repositoryUrl: `${account}.dkr.ecr.${place}.amazonaws.com/${nameOf(resource)}`,
                tagsAll: inputs["tags"] ?? {},
            };
            const known = resourceClass(folder, type);
            const declared = known && new Set([...known.outputs, ...known.arguments]);
            return Object.fromEntries(
                Object.entries(all).filter(([key]) => !(key in inputs) && (declared?.has(key) ?? true)),
            );
        },
        existing(resource, id) {
            const property = nameArgument(resource.type);
            return { arn: arn(resource, id), ...(property === undefined ? {} : { [property]: id }), region };
        },
        invoke: (token, args) => invoke(token, args, region),
    };
}

function isDefault(inputs: Properties | undefined, property: string): boolean {
    const defaults = inputs?.["__defaults"];
    return Array.isArray(defaults) && defaults.includes(property);
}
