import { control } from "../../control";
import { dataAt, valueAt } from "../../resource";
import { namespacedSecretStores } from "../../subjects/external-secrets";
import { ambientIdentities, nested, type Ambient } from "../../subjects/store-providers";

const settingsOf = ({ only }: Ambient): object => (only === undefined ? {} : { [only.field]: only.value });

function isAmbient(provider: unknown, { at, only, own }: Ambient): boolean {
    const settings = dataAt(provider, ...at.split("."));
    if (settings === undefined || (only !== undefined && settings[only.field] !== only.value)) return false;
    return own.every((field) => Object.keys(valueAt(settings, ...field.split(".")) ?? {}).length === 0);
}

export default control({
    id: "no-ambient-store-identity",
    title: "Secret stores of a namespace have an identity of their own",
    severity: "high",
    level: "mandatory",
    why: "A store without one uses the controller's, which reads the secrets of all teams: whoever may create a store in one namespace reads them, too.",
    references: [],
    // A ClusterSecretStore belongs to whoever runs the controller; scoped-cluster-store says who may use it.
    on: namespacedSecretStores,
    check: ({ provider }) => {
        const found = ambientIdentities.find((each) => isAmbient(provider, each));
        return found && `names no identity of its own for ${found.at}, which makes it the controller's`;
    },
    good: [
        {},
        { provider: nested("fake.data", []) },
        { provider: nested("azurekv", { authType: "ServicePrincipal" }) },
        { provider: nested("oracle", { principalType: "UserPrincipal" }) },
        { provider: nested("aws.role", "arn:aws:iam::123456789012:role/shop") },
        { provider: nested("aws.additionalRoles", ["arn:aws:iam::123456789012:role/shop"]) },
        ...ambientIdentities.flatMap((each) =>
            each.own.map((field) => ({ provider: nested(each.at, { ...settingsOf(each), ...nested(field) }) })),
        ),
    ],
    bad: [
        ...ambientIdentities.map((each) => ({ provider: nested(each.at, settingsOf(each)) })),
        { provider: nested("aws.auth", {}) },
        { provider: nested("aws.role", "") },
        { provider: nested("aws.additionalRoles", []) },
        { provider: nested("gcpsm.auth", {}) },
    ],
});
