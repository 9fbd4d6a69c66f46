import fc from "fast-check";
import type { Case } from "./case";
import { input, inputs, record, text, type Fields } from "./values";
import { waivable } from "./waived";

const repositoryName = fc.stringMatching(/^[a-z][a-z0-9]{1,10}(-[a-z0-9]{1,5}){0,2}(\/[a-z0-9]{1,10}){0,2}$/);
const account = fc.stringMatching(/^\d{12}$/);
const role = fc
    .tuple(account, fc.stringMatching(/^(team\/)?[A-Za-z][-+=,.@_A-Za-z0-9]{0,20}$/))
    .map(([id, name]) => `arn:aws:iam::${id}:role/${name}`);
const root = account.map((id) => `arn:aws:iam::${id}:root`);
const cacheTag = fc.constantFrom("buildcache", "cache-*", "pr-*-cache*", "latest");
const pattern = fc.constantFrom("*", "v*", "prod-*-*", "release");
const distinct = (of: fc.Arbitrary<string>, maxLength: number) =>
    fc
        .uniqueArray(of, { minLength: 1, maxLength })
        .chain((all) => fc.tuple(...all.map((each) => input(fc.constant(each)))));

const repository: Fields = {
    ...waivable,
    name: input(repositoryName),
    kmsKey: input(
        fc.constantFrom(
            "arn:aws:kms:eu-central-1:123456789012:key/0e1f2a3b-0000-4000-8000-000000000001",
            "arn:aws-cn:kms:cn-north-1:123456789012:alias/images",
        ),
    ),
    cosignTags: fc.boolean(),
    cacheTags: distinct(cacheTag, 4),
    keepImages: input(fc.integer({ min: 1, max: 100_000 })),
    keepTags: distinct(pattern, 4),
    readers: inputs(role),
    writers: inputs(role),
    organization: input(fc.stringMatching(/^o-[a-z0-9]{10,32}$/)),
    tags: fc.dictionary(fc.constantFrom("team", "cost center", "env/stage"), input(text), { maxKeys: 3 }),
};
const withinOrganization: Fields = { ...repository, readers: inputs(fc.oneof(role, account, root)) };

export const repositoryCase: Case = {
    kind: "Repository",
    interfaces: { RepositoryArgs: repository },
    any: fc.oneof(record(repository), record(withinOrganization, ["organization", "readers"])),
    least: {},
    full: {
        name: "full/repository",
        kmsKey: "arn:aws:kms:eu-central-1:123456789012:key/full",
        cosignTags: true,
        cacheTags: ["full-cache-*"],
        keepImages: 41,
        keepTags: ["full-keep-*"],
        readers: ["arn:aws:iam::210987654321:role/full-reader", "321098765432"],
        writers: ["arn:aws:iam::210987654321:role/full-writer"],
        organization: "o-fullorganization",
        tags: { team: "full-team" },
    },
    plain: ["cosignTags"],
};
