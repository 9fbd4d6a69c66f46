import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import type { JavaScriptValue, ListValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Leaf } from "./leaves";

type Holder = Struct | ListValue;

/**
 * Sets a value in properties as they came over the wire, in place: everything else stays as it came, such as archives,
 * which the SDK does not write as it reads them. What is in something secret stays in it.
 */
export function setOnWire(props: Struct, { place, value }: Leaf): void {
    // The class of these properties, of which there may be several copies.
    const own = props.constructor as typeof Struct;
    const valueOf = (it: unknown) =>
        own
            .fromJavaScript({ it: it as JavaScriptValue })
            .getFieldsMap()
            .get("it");
    let holder: Holder = props;
    for (const key of place.slice(0, -1)) {
        const slot = slotOf(holder, key);
        const inside = get(slot)?.getStructValue() ?? get(slot)?.getListValue();
        if (inside === undefined) put(slot, valueOf({}));
        const made: Holder | undefined = inside ?? get(slot)?.getStructValue();
        if (made === undefined) return;
        holder = made;
    }
    put(slotOf(holder, place.at(-1) ?? ""), valueOf(value));
}

interface Slot {
    holder: Holder;
    key: string | number;
}

/** Where a value is, or is to be: inside what says that it is secret. */
function slotOf(holder: Holder, key: string | number): Slot {
    const fields = get({ holder, key })?.getStructValue();
    const isSecret = fields?.getFieldsMap().get(specialSigKey)?.getStringValue() === specialSecretSig;
    return fields !== undefined && isSecret ? slotOf(fields, "value") : { holder, key };
}

function get({ holder, key }: Slot): Value | undefined {
    return "getFieldsMap" in holder ? holder.getFieldsMap().get(String(key)) : holder.getValuesList()[Number(key)];
}

function put({ holder, key }: Slot, value: Value | undefined): void {
    if (value === undefined) return;
    if ("getFieldsMap" in holder) holder.getFieldsMap().set(String(key), value);
    else {
        const values = holder.getValuesList();
        values[Number(key)] = value;
        holder.setValuesList(values);
    }
}
