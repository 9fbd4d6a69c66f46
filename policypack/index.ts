import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { analysis } from "./analysis";
import { controls } from "./controls";
import { packOf } from "./pack";
import { policy } from "./policy";
import { decodeWithMarks, nameNotApplicable, onConfiguration } from "./sdk";
import { remediateOnWire } from "./sdk-remediation";
import { schema } from "./settings-schema";

let pack = packOf(controls);

/** Holds the settings of the whole pack. */
const settings: ResourceValidationPolicy = {
    name: "settings",
    displayName: "Settings of the pack",
    description: "Settings of the pack",
    enforcementLevel: "mandatory",
    configSchema: { properties: schema },
    validateResource: [],
};

/** Speaks of waivers: in the name of the resource that requests one, and at the end of all that were used. */
const waivers: StackValidationPolicy = {
    name: "waivers",
    displayName: "Waivers",
    description: "Waivers are dated, granted and in use",
    enforcementLevel: "mandatory",
    validateStack: () => undefined,
};

decodeWithMarks();
nameNotApplicable();
remediateOnWire();
onConfiguration((configuration) => {
    pack = packOf(controls, configuration);
});
// The SDK runs the policies that are there now, and tells the engine of those that are there when it is asked.
const served = { policies: [analysis(() => pack)] };
new PolicyPack("hardened-containers", served);
Object.assign(served, { policies: [settings, waivers, ...controls.map(policy)] });
