import * as pulumi from "@pulumi/pulumi";
import { isDeferred } from "./refusal";

const kubernetesNamespace = "kubernetes:core/v1:Namespace";
const types = [kubernetesNamespace, "hardened-containers:index:Namespace"];

/** The Namespaces of components whose names were known when they were declared, by cluster. */
const declared = new WeakMap<object, Map<string, pulumi.Resource>>();
/** Stands for the cluster where nothing else does. One process may run several programs. */
const process = {};

function clusterOf(component: pulumi.Resource): object {
    return component.getProvider(kubernetesNamespace) ?? pulumi.runtime.getStackResource() ?? process;
}

/** Remembers the Namespace that a component has made. */
export function declare(component: pulumi.Resource, name: pulumi.Input<string>, namespace: pulumi.Resource): void {
    if (typeof name !== "string") return;
    const cluster = clusterOf(component);
    declared.set(cluster, (declared.get(cluster) ?? new Map<string, pulumi.Resource>()).set(name, namespace));
}

/** The Namespace of a name, if a component of this program has declared it before. */
export function declaration(component: pulumi.Resource, name: pulumi.Input<string>): pulumi.Resource | undefined {
    return typeof name === "string" ? declared.get(clusterOf(component))?.get(name) : undefined;
}

/**
 * Whether a name is that of a Namespace which this program declares: one that a component has declared before, or one
 * that the value comes from. In the process of a component provider the latter is only told by URN, which is a promise,
 * though never an unknown one.
 */
export function isDeclared(component: pulumi.Resource, name: pulumi.Input<string>): boolean | Promise<boolean> {
    if (!isDeferred(name)) return declaration(component, name) !== undefined;
    const sources = sourcesOf(pulumi.output(name));
    if (sources.some((source) => types.includes(typeOf(source)))) return true;
    const remote = sources.filter((source) => source instanceof pulumi.DependencyResource);
    if (remote.length === 0) return false;
    return Promise.all(remote.map(typeByUrn)).then((all) => all.some((type) => types.includes(type)));
}

/** The resources that an output comes from, which the SDK knows and does not declare. */
function sourcesOf(output: pulumi.Output<string>): pulumi.Resource[] {
    return [...(output as unknown as { resources: () => Set<pulumi.Resource> }).resources()];
}

function typeOf(resource: pulumi.Resource): string {
    return (resource as unknown as { __pulumiType: string }).__pulumiType;
}

/** The type in `urn:pulumi:stack::project::parent$type::name`. */
function typeByUrn({ urn }: pulumi.Resource): Promise<string> {
    return new Promise((resolve) => {
        urn.apply((text) => {
            resolve(text.split("::")[2]?.split("$").at(-1) ?? "");
        });
    });
}
