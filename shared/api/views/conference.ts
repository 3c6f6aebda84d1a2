import { z } from "zod";
import { CREDENTIAL_STATES } from "../../rules/meeting/credentials";
import { languageShape } from "../../text/model";
import { delegationShape, permissionsShape, wordsShape } from "./common";
import { instrumentSummaryShape } from "./instruments";

export const meShape = z.object({
  person: z.object({
    id: z.uuid(),
    name: z.string(),
    role: z.string(),
    /** `voting`: it has a vote, once its credentials give it a seat. */
    delegation: delegationShape
      .extend({ voting: z.boolean(), credentials: z.enum(CREDENTIAL_STATES) })
      .nullable(),
    languages: z.array(languageShape),
  }),
  conference: z.object({ slug: z.string(), title: wordsShape, timeZone: z.string() }),
});
export type Me = z.infer<typeof meShape>;

export const conferenceShape = z.object({
  permissions: permissionsShape,
  slug: z.string(),
  title: wordsShape,
  place: wordsShape,
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  languages: z.array(languageShape),
  bodies: z.array(z.object({ slug: z.string(), name: wordsShape, members: z.int(), present: z.int() })),
  instruments: z.array(instrumentSummaryShape),
  programme: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      from: z.string(),
      to: z.string(),
      kind: z.string(),
      title: wordsShape,
      place: wordsShape,
      body: z.string().nullable(),
      instruments: z.array(z.string()),
    }),
  ),
});
export type ConferenceView = z.infer<typeof conferenceShape>;

export const delegationRowShape = delegationShape.extend({
  kind: z.string(),
  region: z.string(),
  voting: z.boolean(),
  credentials: z.enum(CREDENTIAL_STATES),
  /** Its credentials give it a seat: a vote, and a place in the quorum. */
  seated: z.boolean(),
  /** Per body the delegation is a member of: present or not. */
  presence: z.record(z.string(), z.boolean()),
});
export type DelegationRow = z.infer<typeof delegationRowShape>;
