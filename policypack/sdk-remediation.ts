/** What leans on the inside of @pulumi/policy 1.21 for remediation; test/sdk-remediation.test.ts guards it. */
import * as deserialize from "@pulumi/policy/deserialize";
import * as protoutil from "@pulumi/policy/protoutil";
import { Remediation, type PolicyNotApplicable, type RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Leaf } from "./leaves";
import type { Data } from "./resource";
import { behindProxy, decode } from "./sdk";
import { setOnWire } from "./wire";

const asTheyCame = new WeakMap<object, Struct>();

type Deserialize = (struct: Struct, wrapSecrets: boolean) => Data;
type Serialize = (properties: object) => Promise<object>;
interface Answered {
    policyPackName: string;
    policyPackVersion: string;
    properties?: object;
}
type MakeResponse = (answered: Answered[], notApplicable?: PolicyNotApplicable[]) => RemediateResponse;

/**
 * Makes remediations get their properties as they came over the wire, decoded only if somebody asks for them, and
 * responses say what has been set in the name of each policy. The SDK's own way would lose what is in archives, fail at
 * some values, and cost more than the judging of a resource that nothing is set in.
 */
export function remediateOnWire(): void {
    const hooked = deserialize as unknown as { deserializeProperties: Deserialize; serializeProperties: Serialize };
    const { deserializeProperties, serializeProperties } = hooked;
    const open: Deserialize = (struct, forRemediation) => {
        if (!forRemediation) return deserializeProperties(struct, forRemediation);
        const props = {};
        asTheyCame.set(props, struct);
        return props;
    };
    const close: Serialize = (it) => (answers.has(it) ? Promise.resolve(it) : serializeProperties(it));
    Object.assign(deserialize, { deserializeProperties: open, serializeProperties: close });

    const { makeRemediateResponse } = protoutil as unknown as { makeRemediateResponse: MakeResponse };
    const respond: MakeResponse = (answered, notApplicable) => {
        const ours = answered.filter(({ properties }) => properties !== undefined && answers.has(properties));
        const others = answered.filter((each) => !ours.includes(each));
        const response = makeRemediateResponse(others, notApplicable);
        response.setRemediationsList([...response.getRemediationsList(), ...ours.flatMap(remediationsOf)]);
        return response;
    };
    Object.assign(protoutil, { makeRemediateResponse: respond });
}

/** The properties that a remediation is asked for. */
export function propsToRemediate(props: Data): Data {
    const struct = asTheyCame.get(behindProxy(props));
    return struct === undefined ? {} : decode(struct);
}

/** What is to be set in the name of a policy. */
export interface Remedied {
    name: string;
    description: string;
    leaves: readonly Leaf[];
}

/** What is handed to the SDK, and the properties that each policy made. */
const answers = new WeakMap<object, { by: Remedied; props: Struct }[]>();

/** The answer of a remediation; none where nothing is to be set. */
export function answer(props: Data, remedied: readonly Remedied[]): Data | undefined {
    const struct = asTheyCame.get(behindProxy(props));
    if (struct === undefined || remedied.length === 0) return undefined;
    const handle = {};
    const made = remedied.map((by) => {
        for (const leaf of by.leaves) setOnWire(struct, leaf);
        // The engine shows how each differs from the one before.
        return { by, props: struct.clone() };
    });
    answers.set(handle, made);
    return handle;
}

function remediationsOf({ policyPackName, policyPackVersion, properties = {} }: Answered): Remediation[] {
    return (answers.get(properties) ?? []).map(({ by, props }) => {
        const remediation = new Remediation();
        remediation.setPolicyname(by.name);
        remediation.setDescription(by.description);
        remediation.setPolicypackname(policyPackName);
        remediation.setPolicypackversion(policyPackVersion);
        remediation.setProperties(props);
        return remediation;
    });
}
