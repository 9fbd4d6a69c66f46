/** What leans on the inside of @pulumi/policy 1.21 for remediation; test/sdk-remediation.test.ts guards it. */
import * as deserialize from "@pulumi/policy/deserialize";
import * as protoutil from "@pulumi/policy/protoutil";
import { Remediation, type PolicyNotApplicable, type RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Leaf } from "./leaves";
import type { Data } from "./resource";
import { behindProxy, decode } from "./sdk";
import { setOnWire } from "./wire";

/** Where properties that are not decoded yet are kept, and what is answered. */
const wire = Symbol("as it came over the wire");
const answered = Symbol("what was made of it");
interface Kept {
    [wire]?: Struct;
    [answered]?: { by: Remedied; props: Struct }[];
}

type Deserialize = (struct: Struct, wrapSecrets: boolean) => Data;
type Serialize = (properties: Kept) => Promise<object>;
interface Answered {
    policyPackName: string;
    policyPackVersion: string;
    properties?: Kept;
}
type MakeResponse = (answered: Answered[], notApplicable?: PolicyNotApplicable[]) => RemediateResponse;

/**
 * Makes remediations get their properties as they came over the wire, decoded only if somebody asks for them, and
 * responses say what has been set in the name of each policy. The SDK's own way loses what is in archives, fails at some
 * values, and takes its time also for the many resources that nothing is set in.
 */
export function remediateOnWire(): void {
    const hooked = deserialize as unknown as { deserializeProperties: Deserialize; serializeProperties: Serialize };
    const { deserializeProperties, serializeProperties } = hooked;
    const open: Deserialize = (struct, forRemediation) => {
        if (!forRemediation) return deserializeProperties(struct, forRemediation);
        const kept: Kept = { [wire]: struct };
        return kept as Data;
    };
    const close: Serialize = (it) => (it[answered] !== undefined ? Promise.resolve(it) : serializeProperties(it));
    Object.assign(deserialize, { deserializeProperties: open, serializeProperties: close });

    const { makeRemediateResponse } = protoutil as unknown as { makeRemediateResponse: MakeResponse };
    const respond: MakeResponse = (all, notApplicable) => {
        const ours = all.filter(({ properties }) => properties?.[answered] !== undefined);
        const others = all.filter((each) => !ours.includes(each));
        const response = makeRemediateResponse(others, notApplicable);
        response.setRemediationsList([...response.getRemediationsList(), ...ours.flatMap(remediationsOf)]);
        return response;
    };
    Object.assign(protoutil, { makeRemediateResponse: respond });
}

/** The properties that a remediation is asked for. */
export function propsToRemediate(props: Data): Data {
    const { [wire]: struct } = behindProxy(props) as Kept;
    return struct === undefined ? {} : decode(struct);
}

/** What is to be set in the name of a policy. */
export interface Remedied {
    name: string;
    description: string;
    leaves: readonly Leaf[];
}

/** The answer of a remediation; none where nothing is to be set. */
export function answer(props: Data, remedied: readonly Remedied[]): Data | undefined {
    const { [wire]: struct } = behindProxy(props) as Kept;
    if (struct === undefined || remedied.length === 0) return undefined;
    const made = remedied.map((by) => {
        for (const leaf of by.leaves) setOnWire(struct, leaf);
        // The engine shows how each differs from the one before.
        return { by, props: struct.clone() };
    });
    const kept: Kept = { [answered]: made };
    return kept as Data;
}

function remediationsOf({ policyPackName, policyPackVersion, properties }: Answered): Remediation[] {
    return (properties?.[answered] ?? []).map(({ by, props }) => {
        const remediation = new Remediation();
        remediation.setPolicyname(by.name);
        remediation.setDescription(by.description);
        remediation.setPolicypackname(policyPackName);
        remediation.setPolicypackversion(policyPackVersion);
        remediation.setProperties(props);
        return remediation;
    });
}
