import type { Control } from "../../control";
import defaultDenyIngress from "./default-deny-ingress";
import defaultDenyEgress from "./default-deny-egress";

export const network: Control[] = [defaultDenyIngress, defaultDenyEgress];
