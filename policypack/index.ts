import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { controls } from "./controls";
import { defaultStandards } from "./judge";
import { policy, resourceOf, type Pack } from "./policy";
import { decodeOnce, goOnWith, onConfiguration } from "./sdk";
import { readSettings, schema, type Configuration } from "./settings";

let configuration: Configuration = new Map();
let standards = defaultStandards;

const pack: Pack = {
    standards: () => standards,
    active: (id) => {
        const control = controls.find((each) => each.id === id);
        return (configuration.get(id)?.disabled ?? control?.level === "disabled") ? undefined : control;
    },
};

/** Holds the settings of the whole pack. First of all, so that the SDK knows the resource from here on. */
const settings: ResourceValidationPolicy = {
    name: "settings",
    displayName: "Settings of the pack",
    description: "Settings of the pack",
    enforcementLevel: "mandatory",
    configSchema: { properties: schema },
    validateResource: (args) => goOnWith(resourceOf(args)),
};

decodeOnce();
onConfiguration((received) => {
    configuration = received;
    standards = readSettings(
        received,
        controls.map(({ id }) => id),
    );
});
new PolicyPack("hardened-containers", { policies: [settings, ...controls.map((control) => policy(control, pack))] });
