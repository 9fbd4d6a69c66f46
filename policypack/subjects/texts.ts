import { mayHoldCredential } from "../credentials";
import { isMarked } from "../marks";
import { isData, valueAt, type Data, type Resource } from "../resource";
import { isUnknown } from "../unknown";
import { elementsOf, join, kubernetesObjects, type KubernetesObject } from "./kubernetes";
import { podsOf } from "./pod-kinds";
import { containers } from "./pods";
import type { Found, Subjects, Unseen } from "./subjects";

/** A text that can be read by whoever can read the resource it ends up in, and that has something of a credential. */
export interface Text {
    text: string;
    /** The name that it goes by: of a variable, of a key. */
    key?: string;
}

type Texts = (Found<Text> | Unseen)[];

/** Variables, commands and probes of containers, annotations, what is in ConfigMaps, values for Helm charts. */
export const texts: Subjects<Text> = {
    name: "texts that may hold credentials",
    scope: "resource",
    find: (resources) => resources.flatMap((resource) => [...inHelm(resource), ...inObjects(resource)]),
    embed: ({ text = "", key = "config" }) => {
        const props = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "example" }, data: { [key]: text } };
        return [{ type: "kubernetes:core/v1:ConfigMap", urn: "", name: "example", props }];
    },
};

/** The texts in data of any shape. Those that hold no credential for certain are nobody's subject, and cost nothing more. */
function textsIn(value: unknown, path: string, key?: string, partial?: boolean): Texts {
    if (typeof value === "string") {
        if (!isUnknown(value) && !mayHoldCredential(value, key)) return [];
        return [{ path, subject: { text: value, key }, at: { text: path }, partial }];
    }
    if (Array.isArray(value)) {
        return value.flatMap((each: unknown, index) => textsIn(each, `${path}[${index}]`, key, partial));
    }
    if (!isData(value)) return [];
    return Object.entries(value).flatMap(([name, child]) => textsIn(child, `${path}.${name}`, name, partial));
}

function inObjects(resource: Resource): Texts {
    const objects = kubernetesObjects(resource).flatMap((it): Texts => {
        // A list may be of any objects, all of which have annotations.
        if ("unseen" in it) return [it];
        return [...annotationsOf(it.object, it.path, it.partial), ...inConfigMap(it)];
    });
    const pods = podsOf(resource).flatMap((pod): Texts => {
        const isObject = "unseen" in pod || pod.at.metadata === pod.at.object;
        return isObject ? [] : annotationsOf({ metadata: pod.subject.metadata }, parent(pod.at.metadata), pod.partial);
    });
    return [...objects, ...pods, ...containers.find([resource]).flatMap(inContainer)];
}

function parent(path = ""): string {
    return path.replace(/\.?metadata$/, "");
}

/** Annotations by which a cloud knows a service account: who reads them takes the name of an identity and nothing else. */
const identities = new Set([
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
    "azure.workload.identity/tenant-id",
]);

function annotationsOf(object: object, path: string, partial?: boolean): Texts {
    const metadata = valueAt(object, "metadata");
    if (isUnknown(metadata)) return [{ unseen: join(path, "metadata"), partial }];
    const annotations = valueAt(metadata, "annotations");
    const place = join(path, "metadata", "annotations");
    if (!isData(annotations)) return textsIn(annotations, place, undefined, partial);
    return Object.entries(annotations).flatMap(([key, value]) =>
        isUnknown(value) && identities.has(key) ? [] : textsIn(value, `${place}.${key}`, key, partial),
    );
}

function inConfigMap({ group, kind, object, path, partial }: KubernetesObject): Texts {
    if (group !== "" || kind !== "ConfigMap") return [];
    const { binaryData } = object;
    const plain = isData(binaryData)
        ? Object.fromEntries(Object.entries(binaryData).map(([key, value]) => [key, fromBase64(value)]))
        : binaryData;
    const binary = textsIn(plain, join(path, "binaryData"), undefined, partial);
    return [...textsIn(object.data, join(path, "data"), undefined, partial), ...binary];
}

function fromBase64(value: unknown): unknown {
    return typeof value === "string" && !isUnknown(value) ? Buffer.from(value, "base64").toString("latin1") : value;
}

/** Where commands and headers are in a container; a part of such a path that is not known yet is not known itself. */
const inside = [
    ["command"],
    ["args"],
    ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) => [
        [probe, "exec", "command"],
        [probe, "httpGet", "httpHeaders"],
    ]),
    ["lifecycle", "postStart", "exec", "command"],
    ["lifecycle", "preStop", "exec", "command"],
];

function inContainer(found: ReturnType<typeof containers.find>[number]): Texts {
    if ("unseen" in found) return [];
    const { container } = found.subject;
    const { path, partial } = found;
    const variables = elementsOf(container.env, `${path}.env`, isSuspect).flatMap((variable): Texts => {
        if ("unseen" in variable) return [{ ...variable, partial }];
        return textsIn(variable.element.value, `${variable.path}.value`, nameIn(variable.element), partial);
    });
    const others = inside.flatMap((keys): Texts => {
        const value = valueAt(container, ...keys);
        return value === undefined ? [] : textsIn(value, [path, ...keys].join("."), "", partial);
    });
    return [...variables, ...others].map((each) => ({ ...each, container }));
}

/** Whether a variable may hold a credential; of nearly all others it need not even be known where they are. */
function isSuspect(variable: Data): boolean {
    const { value } = variable;
    return typeof value === "string" && (isUnknown(value) || mayHoldCredential(value, nameIn(variable)));
}

function nameIn({ name }: Data): string | undefined {
    return typeof name === "string" && !isUnknown(name) ? name : undefined;
}

const helm = /^kubernetes:helm\.sh\/v\d+:(Release|Chart)$/;

/** Helm keeps the values of a release in a Secret, so what is marked as secret is in its right place. */
function inHelm({ type, props }: Resource): Texts {
    if (!helm.test(type)) return [];
    const unmarked = (value: unknown): unknown => {
        if (Array.isArray(value))
            return value.map((each, index) => (isMarked(value, String(index)) ? "" : unmarked(each)));
        if (!isData(value)) return value;
        const fields = Object.entries(value).filter(([key]) => !isMarked(value, key));
        return Object.fromEntries(fields.map(([key, child]) => [key, unmarked(child)]));
    };
    const shown = unmarked(props);
    return ["values", "valueYamlFiles"].flatMap((field) => textsIn(valueAt(shown, field), field));
}
