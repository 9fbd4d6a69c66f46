import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { analysis, type Pack } from "./analysis";
import { controls } from "./controls";
import { declarations } from "./declared";
import { policy } from "./policy";
import { decodeWithMarks, nameNotApplicable, onConfiguration } from "./sdk";
import { readSettings, schema, type Configuration } from "./settings";

let configuration: Configuration = new Map();
let { level, versions } = readSettings(configuration, []);
const declared = declarations();

const pack: Pack = {
    controls,
    note: declared.note,
    standards: (resource) => ({ level, versions: declared.versions(versions, resource) }),
    level: (id) => configuration.get(id)?.level,
};

/** Holds the settings of the whole pack. */
const settings: ResourceValidationPolicy = {
    name: "settings",
    displayName: "Settings of the pack",
    description: "Settings of the pack",
    enforcementLevel: "mandatory",
    configSchema: { properties: schema },
    validateResource: [],
};

decodeWithMarks();
nameNotApplicable();
onConfiguration((received) => {
    ({ level, versions } = readSettings(
        received,
        controls.map(({ id }) => id),
    ));
    configuration = received;
});
// The SDK runs the policies that are there now, and tells the engine of those that are there when it is asked.
const served = { policies: [analysis(pack)] };
new PolicyPack("hardened-containers", served);
Object.assign(served, { policies: [settings, ...controls.map(policy)] });
