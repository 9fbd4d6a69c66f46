import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { controls } from "./controls";
import { declarations } from "./declared";
import { policy, resourceOf, type Pack } from "./policy";
import { decodeOnce, goOnWith, onConfiguration } from "./sdk";
import { readSettings, schema, type Configuration } from "./settings";

let configuration: Configuration = new Map();
let { level, versions } = readSettings(configuration, []);
const declared = declarations();

const pack: Pack = {
    standards: (resource) => ({ level, versions: declared.versions(versions, resource) }),
    active: (id) => {
        const control = controls.find((each) => each.id === id);
        return (configuration.get(id)?.disabled ?? control?.level === "disabled") ? undefined : control;
    },
};

/** Holds the settings of the whole pack. First of all, so that each resource is known from here on. */
const settings: ResourceValidationPolicy = {
    name: "settings",
    displayName: "Settings of the pack",
    description: "Settings of the pack",
    enforcementLevel: "mandatory",
    configSchema: { properties: schema },
    validateResource: (args) => {
        const resource = resourceOf(args);
        declared.note(resource);
        return goOnWith(resource);
    },
};

decodeOnce();
onConfiguration(settings.name, (received) => {
    ({ level, versions } = readSettings(
        received,
        controls.map(({ id }) => id),
    ));
    configuration = received;
});
new PolicyPack("hardened-containers", { policies: [settings, ...controls.map((control) => policy(control, pack))] });
