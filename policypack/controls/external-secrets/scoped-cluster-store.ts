import { RE2JS } from "re2js";
import { control } from "../../control";
import { isData, valueAt } from "../../resource";
import { clusterSecretStores } from "../../subjects/external-secrets";

/** The label that every namespace has. */
const nameLabel = "kubernetes.io/metadata.name";
/** Names that nobody gives: what matches them all matches any. */
const anyNames = ["q7-zx", "7zx-q", "xq"];

function selectsAll(selector: unknown): boolean {
    if (!isData(selector) || Object.keys(valueAt(selector, "matchLabels") ?? {}).length > 0) return false;
    const expressions = valueAt(selector, "matchExpressions") ?? [];
    return (
        Array.isArray(expressions) &&
        expressions.every((each) => valueAt(each, "operator") === "Exists" && valueAt(each, "key") === nameLabel)
    );
}

function matchesAll(expression: unknown): boolean {
    if (typeof expression !== "string") return false;
    try {
        // In the expressions of Go, as the operator reads them. JavaScript's own may take for ever.
        const pattern = RE2JS.compile(expression);
        return anyNames.every((name) => pattern.matcher(name).find());
    } catch {
        return false;
    }
}

export default control({
    id: "scoped-cluster-store",
    title: "Secret stores of the cluster say which namespaces may use them",
    severity: "high",
    level: "mandatory",
    why: "Without conditions every namespace of the cluster may read what the store may read.",
    references: [],
    on: clusterSecretStores,
    check: ({ conditions }) => {
        if (!Array.isArray(conditions) || conditions.length === 0) return "are none: every namespace may use the store";
        // One that is met suffices.
        for (const condition of conditions as unknown[]) {
            if (selectsAll(valueAt(condition, "namespaceSelector"))) return "hold a selector of every namespace";
            const expressions = valueAt(condition, "namespaceRegexes");
            if (Array.isArray(expressions) && expressions.some(matchesAll)) {
                return "hold a regular expression that matches every namespace";
            }
        }
        return undefined;
    },
    good: [
        { conditions: [{ namespaces: ["shop"] }] },
        { conditions: [{ namespaceSelector: { matchLabels: { team: "shop" } } }] },
        { conditions: [{ namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists" }] } }] },
        {
            conditions: [
                { namespaceSelector: { matchExpressions: [{ key: nameLabel, operator: "In", values: ["a"] }] } },
            ],
        },
        { conditions: [{ namespaceRegexes: ["^shop-"] }] },
        { conditions: [{ namespaceRegexes: ["(?i)^shop-"] }] },
    ],
    bad: [
        {},
        { conditions: [] },
        { conditions: [{ namespaces: ["shop"] }, { namespaceSelector: {} }] },
        { conditions: [{ namespaceSelector: { matchLabels: {}, matchExpressions: [] } }] },
        { conditions: [{ namespaceSelector: { matchExpressions: [{ key: nameLabel, operator: "Exists" }] } }] },
        { conditions: [{ namespaceRegexes: [".*"] }] },
        { conditions: [{ namespaceRegexes: ["^shop-", "^[a-z0-9-]+$"] }] },
    ],
});
