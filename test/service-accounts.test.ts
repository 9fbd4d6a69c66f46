import { controls } from "hardened-containers-policies/controls";
import { judge } from "hardened-containers-policies/judge";
import type { Data, Resource } from "hardened-containers-policies/resource";
import { sentinels } from "hardened-containers-policies/unknown";
import { judged, object } from "./stacks";

const unknown = sentinels.string;

describe("no-service-account-token", () => {
    const pod = (spec: unknown, metadata: unknown = { namespace: "shop" }, more: Partial<Resource> = {}): Resource =>
        object("kubernetes:core/v1:Pod", "web", { metadata, spec }, more);
    const account = (name: string, automountServiceAccountToken?: unknown, metadata: Data = {}): Resource =>
        object("kubernetes:core/v1:ServiceAccount", name, {
            metadata: { namespace: "shop", ...metadata },
            automountServiceAccountToken,
        });
    const token = (...resources: Resource[]) => judged("no-service-account-token", resources);
    const missing = "spec does not switch off the token of its service account, nor does the service account";
    const met = { findings: [], undecided: [] };
    const broken = { findings: [missing], undecided: [] };

    test("what the pod says is judged on the pod alone", () => {
        const control = controls.find(({ id }) => id === "no-service-account-token");
        const own = (spec: Data) => control && judge(control, pod(spec)).findings.map(({ message }) => message);
        expect(own({ automountServiceAccountToken: true })).toEqual(["spec mounts the token of its service account"]);
        expect(own({ automountServiceAccountToken: false })).toEqual([]);
        expect(own({})).toEqual([]);
        for (const automountServiceAccountToken of [true, false]) {
            expect(token(pod({ automountServiceAccountToken }), account("default", true))).toEqual(met);
        }
    });

    test("what it leaves to its service account is judged by that", () => {
        const patch = { ...account("default", false), type: "kubernetes:core/v1:ServiceAccountPatch" };
        expect(token(pod({}))).toEqual(broken);
        expect(token(pod({}), account("default", false))).toEqual(met);
        expect(token(pod({}), account("default", true))).toEqual(broken);
        expect(token(pod({}), account("default"))).toEqual(broken);
        expect(token(pod({}), account("default"), patch)).toEqual(met);
        expect(token(pod({ serviceAccountName: "web" }), account("default", false))).toEqual(broken);
        expect(token(pod({ serviceAccountName: "web" }), account("web", false))).toEqual(met);
        expect(token(pod({ serviceAccount: "web" }), account("web", false))).toEqual(met);
        expect(token(pod({ serviceAccountName: "web" }), account("web", false, { namespace: "other" }))).toEqual(
            broken,
        );
        expect(token(pod({}), { ...account("default", false), provider: "other" })).toEqual(broken);
    });

    test("unknowns leave it open only where they could decide it", () => {
        const named = { serviceAccountName: unknown };
        const place = (path: string) => ({ findings: [], undecided: [path] });
        expect(token(pod(named))).toEqual(broken);
        expect(token(pod(named), account("web", true))).toEqual(broken);
        expect(token(pod(named), account("web", false))).toEqual(place("spec.serviceAccountName"));
        const from = { propertyDependencies: { spec: ["urn:web"] } };
        expect(token(pod(named, undefined, from), account("web", false), account("other"))).toEqual(met);
        expect(token(pod({}), account("default", unknown))).toEqual(
            place("ServiceAccount default: automountServiceAccountToken"),
        );
        expect(token(pod({}), account("web", false, { name: unknown }))).toEqual(
            place("ServiceAccount web: metadata.name"),
        );
        expect(token(pod(unknown))).toEqual(place("spec"));
        expect(token(pod({ automountServiceAccountToken: unknown }))).toEqual(
            place("spec.automountServiceAccountToken"),
        );
    });
});
