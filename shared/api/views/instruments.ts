import { z } from "zod";
import type { ParagraphConcordance } from "../../rules/concordance";
import { BLOCK_STATUSES, blockShape, languageShape } from "../../text/model";
import {
  at,
  delegationShape,
  permissionShape,
  permissionsShape,
  sha256,
  tallyShape,
  wordsShape,
} from "./common";
import { versionSummaryShape } from "./versions";
import { voteShape } from "./votes";

export const adoptionShape = z.object({
  outcome: z.enum(["adopted", "approved"]),
  decidedAt: at,
  byConsensus: z.boolean(),
  tally: tallyShape.nullable(),
  ledgerSeq: z.int(),
  texts: z.array(z.object({ language: languageShape, sha256, version: z.uuid(), concordant: z.boolean() })),
});
export type AdoptionView = z.infer<typeof adoptionShape>;

/** An adoption that no longer stands: the body took it up again (Rule W6). */
export const formerAdoptionShape = z.object({
  vote: z.uuid(),
  outcome: z.enum(["adopted", "approved"]),
  decidedAt: at,
  byConsensus: z.boolean(),
  reconsideredAt: at,
});
export type FormerAdoptionView = z.infer<typeof formerAdoptionShape>;

export const textSummaryShape = z.object({
  language: languageShape,
  room: z.string(),
  frozen: z.boolean(),
  writable: permissionShape,
  signOff: permissionShape,
  latestVersion: versionSummaryShape.nullable(),
  publishedVersion: z.int().nullable(),
  /** source: the others follow it; concordant: signed off for the present source; stale: signed off for an older one. */
  concordance: z.enum(["source", "concordant", "stale", "unsigned"]),
  /** How many paragraphs stand how to their source; null for the source itself. */
  paragraphs: z
    .object({ missing: z.int(), draft: z.int(), stale: z.int(), concordant: z.int() } satisfies Record<
      ParagraphConcordance,
      unknown
    >)
    .nullable(),
});

export const instrumentSummaryShape = z.object({
  slug: z.string(),
  title: wordsShape,
  verb: z.enum(["adopt", "approve"]),
  symbol: z.string(),
  stage: z.string(),
  outcome: z.string().nullable(),
  openAmendments: z.int(),
  languages: z.array(languageShape),
  publicPage: z.string(),
  /** Whether the public page shows a version yet. */
  published: z.boolean(),
});
export type InstrumentSummary = z.infer<typeof instrumentSummaryShape>;

/** A paragraph and its source as they read when a translator said that they say the same. */
export const signedParagraphShape = z.object({ block: blockShape, source: blockShape, by: z.string(), at });
export type SignedParagraphView = z.infer<typeof signedParagraphShape>;

/** Of the paragraphs of the language negotiated in that are not simply open; it holds for the others too. */
export const agreementShape = z.record(z.string(), z.enum(BLOCK_STATUSES));
export type AgreementView = z.infer<typeof agreementShape>;

export const instrumentShape = instrumentSummaryShape.extend({
  sourceLanguage: languageShape,
  body: z.object({
    slug: z.string(),
    name: wordsShape,
    members: z.int(),
    present: z.int(),
    debateQuorum: z.int(),
    decisionQuorum: z.int(),
  }),
  brackets: z.int(),
  /** Paragraphs of the language negotiated in that are not agreed, not even ad referendum. */
  openParagraphs: z.int(),
  /** Amendments are in time before it (Rule A13); null: there is none. */
  amendmentsDeadline: at.nullable(),
  texts: z.array(textSummaryShape),
  /**
   * Of the amendments that are open. `suggested`: for those who confirm it. `next`: the one that may be put now; null: none is open, or the
   * order is not confirmed.
   */
  votingOrder: z.object({
    confirmed: z.array(z.uuid()).nullable(),
    suggested: z.array(z.object({ amendment: z.uuid(), because: z.string() })),
    next: z.uuid().nullable(),
  }),
  question: voteShape.nullable(),
  adoption: adoptionShape.nullable(),
  formerAdoptions: z.array(formerAdoptionShape),
  /** Who brings the text: the drafting committee, delegations, or both. */
  sponsors: z.object({ committee: z.boolean(), delegations: z.array(delegationShape) }),
  permissions: permissionsShape,
});
export type InstrumentView = z.infer<typeof instrumentShape>;
