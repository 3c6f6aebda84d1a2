import { z } from "zod";
import { TAKEN_ADDRESSES } from "../../shared/api/addresses";
import { ROLES } from "../../shared/rules/people";
import { blockIdShape, blockKindShape, languageShape } from "../../shared/text/model";
import { amendmentFormShape } from "../../shared/text/patch";

const words = z.strictObject({ en: z.string(), zh: z.string(), fr: z.string(), es: z.string() });
const body = z.enum(["plenary", "drafting-committee"]);

/** The files of this folder; a file of another shape is refused with the place named. */
export const conferenceFile = z.strictObject({
  slug: z.string(),
  title: words,
  place: words,
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  languages: z.array(languageShape),
  preset: z.string(),
  symbolPrefix: z.string(),
  bodies: z.array(z.strictObject({ slug: body, name: words })),
  instruments: z.array(
    z.strictObject({
      slug: z
        .string()
        .regex(/^[a-z0-9-]{2,64}$/)
        .refine((slug) => !TAKEN_ADDRESSES.includes(slug), "a page or a screen has this address"),
      title: words,
      verb: z.enum(["adopt", "approve"]),
      symbol: z.string(),
    }),
  ),
  programme: z.array(z.looseObject({ id: z.string() })),
});

export const delegationsFile = z.array(
  z.strictObject({
    code: z.string(),
    name: words,
    kind: z.enum(["member_state", "city", "organisation", "observer"]),
    group: z.string(),
    voting: z.boolean(),
    plenaryPresent: z.boolean(),
    committeeMember: z.boolean(),
    committeePresent: z.boolean(),
  }),
);

export const peopleFile = z.array(
  z.strictObject({
    key: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    delegation: z.string().nullable(),
    languages: z.array(languageShape),
  }),
);

const seedBlock = z.strictObject({
  id: blockIdShape,
  kind: blockKindShape,
  level: z.int().min(0),
  text: z.string().min(1),
});
export type SeedBlock = z.infer<typeof seedBlock>;

export const textFile = z.strictObject({
  instrument: z.string(),
  language: languageShape,
  blocks: z.array(seedBlock),
});

const edit = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("replace"),
    block: blockIdShape,
    find: z.string(),
    with: z.string(),
    at: z.literal("end").optional(),
  }),
  z.strictObject({ op: z.literal("insert_after"), after: blockIdShape, block: seedBlock }),
  z.strictObject({ op: z.literal("delete"), block: blockIdShape }),
]);
export type SeedEdit = z.infer<typeof edit>;

export const amendmentsFile = z.array(
  z.strictObject({
    key: z.string(),
    instrument: z.string(),
    language: languageShape,
    delegation: z.string(),
    cosponsors: z.array(z.string()),
    source: z.string(),
    form: amendmentFormShape,
    rationale: z.string(),
    edits: z.array(edit).min(1),
  }),
);
export type SeedAmendment = z.infer<typeof amendmentsFile>[number];
