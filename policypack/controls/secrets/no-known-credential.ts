import { control } from "../../control";
import { credentialIn } from "../../credentials";
import { texts } from "../../subjects/texts";

// Written in parts, so that no scanner takes this file for a leak.
const url = ["postgres://shop:", "9fTk-2wQz", "@db.shop.svc/orders"].join("");
const key = ["AKIA", "3QWZ7NTMB5LKXV2D"].join("");
const secret = ["k7Pz2mQx9RtLw4Vb", "8NcYh3Jf6SgDa5Ue1Tn0Ziko"].join("/").slice(0, 40);

export default control({
    id: "no-known-credential",
    title: "Nothing that can be read holds a credential of a known format",
    severity: "critical",
    level: "mandatory",
    why: "Variables, commands, annotations and ConfigMaps are shown to whoever may look at a pod, even where Pulumi keeps the value secret. A credential belongs into a Secret, or better into a secret store.",
    references: ["CIS Kubernetes 5.4.1", "CIS EKS 4.4.1"],
    on: texts,
    check: ({ text, key: name }) => {
        const kind = credentialIn(text, name);
        return kind === undefined ? undefined : `holds ${kind}`;
    },
    good: [
        { text: "postgres://db.shop.svc/orders", key: "DATABASE_URL" },
        { text: "postgres://shop:$(PASSWORD)@db.shop.svc/orders", key: "DATABASE_URL" },
        { text: ["AKIA", "IOSFODNN7EXAMPLE"].join(""), key: "AWS_ACCESS_KEY_ID" },
        { text: "correct horse battery staple", key: "AWS_SECRET_ACCESS_KEY" },
    ],
    bad: [
        { text: url, key: "DATABASE_URL" },
        { text: `[default]\naws_access_key_id = ${key}\n`, key: "credentials" },
        { text: secret, key: "AWS_SECRET_ACCESS_KEY" },
    ],
});
