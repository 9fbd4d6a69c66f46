import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Pack } from "./pack";
import { remediate, remediating } from "./remediation";
import { judgeResource, judgeWhole, type Report } from "./reports";
import type { Resource } from "./resource";
import { behindProxy, withoutApplying } from "./sdk";
import { answer, propsToRemediate } from "./sdk-remediation";

/**
 * The one policy that the SDK runs. It judges by all controls and reports in their names: the SDK's own loop over
 * policies would take longer than all judging.
 * @param pack what it judges by; another one after each configuration
 */
export function analysis(pack: () => Pack) {
    return {
        name: "analysis",
        description: "Judges by all controls",
        // At this level the SDK asks for remediation. What it reports has levels of its own.
        enforcementLevel: "remediate" as const,
        remediateResource: (args: Told) => {
            const controls = remediating(pack());
            if (controls.length === 0) return undefined;
            try {
                const resource = resourceOf({ ...args, props: propsToRemediate(args.props) });
                const found = remediate(pack(), controls, resource);
                return answer(
                    args.props,
                    found.map(({ control: { id, title }, leaves }) => ({ name: id, description: title, leaves })),
                );
            } catch {
                // An error would end the deployment; what is not put right stays a violation.
                return undefined;
            }
        },
        validateResource: (args: ResourceValidationArgs, report: ReportViolation): void => {
            const { reports, notApplicable } = judgeResource(pack(), resourceOf(args));
            // The engine takes a report without a URN for one on the resource that it asked for.
            tell(
                reports.map((each) => ({ ...each, urn: undefined })),
                report,
            );
            withoutApplying(args, notApplicable);
        },
        validateStack: (args: StackValidationArgs, report: ReportViolation): void => {
            const resources = args.resources.map((each) => ({
                ...resourceOf(each),
                propertyDependencies: Object.fromEntries(
                    Object.entries(each.propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn)]),
                ),
            }));
            const { reports, notApplicable } = judgeWhole(pack(), resources);
            tell(reports, report);
            withoutApplying(args, notApplicable);
        },
    };
}

/** The form of a report in the name of another policy, with a level of its own; the SDK's types leave it out. */
type NamedReport = (it: {
    name: string;
    description: string;
    message: string;
    enforcementLevel: string;
    severity: string;
    urn?: string;
}) => void;

/** Tells the engine. What a waiver covers is listed once, at the end. */
function tell(reports: readonly Report[], report: ReportViolation): void {
    for (const { policy, title, severity, level, kind, message, urn } of reports) {
        if (kind === "waived") continue;
        const it = {
            name: policy,
            description: title,
            message: `${title}\n${message}`,
            enforcementLevel: level,
            severity,
            urn,
        };
        (report as unknown as NamedReport)(it);
    }
}

type Told = Pick<ResourceValidationArgs, "props" | "type" | "urn" | "name" | "provider" | "opts">;

function resourceOf({ props, type, urn, name, provider, opts }: Told): Resource {
    const secretOutputs = opts.additionalSecretOutputs;
    return { type, urn, name, props: behindProxy(props), provider: provider?.urn, secretOutputs };
}
