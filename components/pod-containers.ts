import type * as pulumi from "@pulumi/pulumi";
import type { AppContainerArgs, ContainerArgs } from "./container";
import { dnsLabel, type Fault } from "./formats";
import { checked, refuse, verify } from "./refusal";

/** A container that runs to its end before the main one starts. */
export interface InitContainerArgs extends ContainerArgs {
    name: string;
}

/** A container beside the main one. */
export interface SidecarArgs extends AppContainerArgs {
    name: string;
    /**
     * Whether it starts before all init containers and the main one, and stops after it: an init container that is
     * always restarted. Otherwise it starts and stops with the main one. Default: true.
     */
    native?: boolean;
}

/** The main container and those beside it. */
export interface ContainersArgs extends AppContainerArgs {
    /** Containers that run to their end before the main one starts, one after another. */
    initContainers?: InitContainerArgs[];
    /** Containers that run beside the main one. */
    sidecars?: SidecarArgs[];
}

/** A container of a pod. */
export interface PlacedContainer {
    /** What the names of its arguments begin with. */
    at: string;
    /** What the names of its volumes begin with: those of the main container have no two hyphens in a row. */
    prefix: string;
    name: pulumi.Input<string>;
    args: AppContainerArgs;
    list: "containers" | "initContainers";
    fields?: object;
}

/** The main container and, in the order in which they start, the others. */
export function containersOf(
    component: pulumi.Resource,
    name: pulumi.Input<string>,
    args: ContainersArgs,
    ends: boolean,
): PlacedContainer[] {
    const { initContainers = [], sidecars = [] } = args;
    const native = sidecars.filter((each) => each.native ?? true);
    const ordinary = sidecars.filter((each) => !native.includes(each));
    if (ends && ordinary[0] !== undefined) {
        const fault = "would keep the pod running for ever: only a native one stops when the main container ends";
        refuse(component, `sidecars[${ordinary[0].name}].native`, `(false) ${fault}`);
    }
    const place = (argument: string, list: PlacedContainer["list"], fields?: object) => (own: InitContainerArgs) => {
        verify(component, `${argument}.name`, own.name, dnsLabel);
        return { at: `${argument}[${own.name}].`, prefix: `${own.name}--`, name: own.name, args: own, list, fields };
    };
    const others = [
        ...native.map(place("sidecars", "initContainers", { restartPolicy: "Always" })),
        ...initContainers.map(place("initContainers", "initContainers")),
        ...ordinary.map(place("sidecars", "containers")),
    ];
    const names = others.map((each) => each.name);
    const twice = names.find((each, index) => names.indexOf(each) !== index);
    if (twice !== undefined) refuse(component, "sidecars", `and initContainers name ${twice} twice`);
    const otherThan: Fault<string> = (value) =>
        names.includes(value) ? "is also the name of a sidecar or an init container" : undefined;
    const all: PlacedContainer[] = [
        // The pod says which user the main container runs as.
        {
            at: "",
            prefix: "",
            name: checked(component, "name", name, otherThan),
            args: { ...args, user: undefined },
            list: "containers",
        },
        ...others,
    ];
    refusePortsTwice(component, all);
    return all;
}

/** Containers of a pod share its network. */
function refusePortsTwice(component: pulumi.Resource, containers: PlacedContainer[]): void {
    const seen = new Set<number>();
    for (const { at, args } of containers) {
        for (const port of (args.ports ?? []).filter((each) => typeof each === "number")) {
            if (seen.has(port)) refuse(component, `${at}ports`, `names ${port} twice in the pod`);
            seen.add(port);
        }
    }
}
