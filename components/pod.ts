import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { container, userId } from "./container";
import { nonRootId } from "./formats";
import { defaultGracePeriod, gracePeriodOf } from "./lifecycle";
import { writable, type Mount, type WritablePathArgs } from "./mounts";
import { containersOf, type ContainersArgs, type PlacedContainer } from "./pod-containers";
import { scheduling, spreadOver, type SchedulingArgs } from "./scheduling";
import { optional, refuse } from "./refusal";
import type { Waivers } from "./waivers";

/** The main container, those beside it, and the pod that they share. */
export interface PodArgs extends ContainersArgs, SchedulingArgs {
    /** Group ID that the containers run as and that owns their volumes. Default: the image's. */
    group?: pulumi.Input<number>;
    /** Folders that all containers of the pod may write to, and see what the others wrote. */
    sharedPaths?: WritablePathArgs[];
    /**
     * Whether the containers have a token of the ServiceAccount, for the API server: with a waiver of
     * `no-service-account-token` only. Default: false.
     */
    automountServiceAccountToken?: pulumi.Input<boolean>;
    /** Seconds that the containers have to stop, `preStop` included. Default: 30. */
    terminationGracePeriodSeconds?: pulumi.Input<number>;
}

/** What the kind of a workload asks of its pods. */
export interface PodShape {
    /** Volumes of the main container that do not come from its arguments. */
    claims?: Mount[];
    restartPolicy?: string;
    /** Labels of the pods that are to be spread over zones and nodes. */
    spread?: Record<string, pulumi.Input<string>>;
}

export function podSpec(
    component: pulumi.Resource,
    name: pulumi.Input<string>,
    args: PodArgs,
    waivers: Waivers,
    { claims = [], restartPolicy, spread }: PodShape,
): kubernetes.types.input.core.v1.PodSpec {
    const all = containersOf(component, name, args, restartPolicy !== undefined);
    const group = optional(component, "group", args.group, nonRootId);
    const gracePeriod = args.terminationGracePeriodSeconds;
    const shared = writable(component, "sharedPaths", "", args.sharedPaths ?? []);
    const made = all.map(({ at, prefix, name: own, args: ownArgs, list, fields }) => {
        const { container: spec, volumes } = container(component, own, ownArgs, {
            at,
            prefix,
            given: at === "" ? [...shared, ...claims] : shared,
            groupCanRead: group !== undefined,
            waivers,
            gracePeriod: gracePeriod ?? defaultGracePeriod,
        });
        return { list, spec: { ...spec, ...fields }, volumes };
    });
    const volumes = [...shared.map(({ volume }) => volume), ...made.flatMap((each) => each.volumes)];
    const clash = claims.find(({ volume }) => volumes.some(({ name }) => name === volume.name));
    if (clash) refuse(component, "volumeClaims", `and another volume are both named ${clash.volume.name}`);
    const listed = (list: PlacedContainer["list"]) => made.filter((each) => each.list === list).map(({ spec }) => spec);
    const initContainers = listed("initContainers");
    return {
        serviceAccountName: name,
        automountServiceAccountToken: args.automountServiceAccountToken,
        restartPolicy,
        securityContext: {
            runAsUser: optional(component, "user", args.user, userId(waivers)),
            runAsGroup: group,
            fsGroup: group,
            fsGroupChangePolicy: group === undefined ? undefined : "OnRootMismatch",
        },
        initContainers: initContainers.length > 0 ? initContainers : undefined,
        containers: listed("containers"),
        volumes,
        terminationGracePeriodSeconds:
            gracePeriod === undefined
                ? undefined
                : gracePeriodOf(
                      component,
                      gracePeriod,
                      all.map((each) => each.args.preStop),
                  ),
        topologySpreadConstraints: spread && spreadOver(spread),
        ...scheduling(component, args),
    };
}
