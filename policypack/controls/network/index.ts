import type { Control } from "../../control";
import defaultDenyIngress from "./default-deny-ingress";
import defaultDenyEgress from "./default-deny-egress";
import noAllowAllRule from "./no-allow-all-rule";
import noOpenEgress from "./no-open-egress";
import noMetadataEgress from "./no-metadata-egress";
import explicitPolicyTypes from "./explicit-policy-types";

export const network: Control[] = [
    defaultDenyIngress,
    defaultDenyEgress,
    noAllowAllRule,
    noOpenEgress,
    noMetadataEgress,
    explicitPolicyTypes,
];
