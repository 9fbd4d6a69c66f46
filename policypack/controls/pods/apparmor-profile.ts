import { control } from "../../control";
import { ownSecurityContext } from "../../subjects/pod-traits";
import { podsAndContainers } from "../../subjects/pods";

const prefix = "container.apparmor.security.beta.kubernetes.io/";

export default control({
    id: "apparmor-profile",
    title: "AppArmor profiles are the runtime's default or a local one",
    severity: "high",
    level: "mandatory",
    why: "An unconfined container has lost the AppArmor rules that keep it from mounting file systems and writing to /proc and /sys.",
    references: ["PSS Baseline: AppArmor"],
    podSecurity: "baseline",
    on: podsAndContainers,
    check: (subject) => {
        const profile = ownSecurityContext(subject)?.appArmorProfile;
        if (profile && profile.type !== "RuntimeDefault" && profile.type !== "Localhost") {
            return `has AppArmor profile ${profile.type ?? "of no type"}`;
        }
        if (subject.container !== undefined) return undefined;
        const annotations = Object.entries(subject.metadata.annotations ?? {}).filter(
            ([key, value = ""]) =>
                key.startsWith(prefix) &&
                value !== "" &&
                value !== "runtime/default" &&
                !value.startsWith("localhost/"),
        );
        const [first] = annotations;
        return first && `has annotation ${first.join(": ")}`;
    },
    good: [
        { pod: {}, metadata: {} },
        { pod: {}, container: {} },
        { pod: { securityContext: { appArmorProfile: { type: "RuntimeDefault" } } } },
        {
            pod: {},
            container: { securityContext: { appArmorProfile: { type: "Localhost", localhostProfile: "web" } } },
        },
        { pod: {}, metadata: { annotations: { [`${prefix}app`]: "runtime/default" } } },
    ],
    bad: [
        { pod: { securityContext: { appArmorProfile: { type: "Unconfined" } } } },
        { pod: {}, container: { securityContext: { appArmorProfile: { type: "Unconfined" } } } },
        { pod: {}, container: { securityContext: { appArmorProfile: {} } } },
        { pod: {}, metadata: { annotations: { [`${prefix}app`]: "unconfined" } } },
        {
            pod: {
                securityContext: { appArmorProfile: { type: "Unconfined" } },
                containers: [{ securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }],
            },
        },
    ],
});
