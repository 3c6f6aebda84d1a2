import { z } from "zod";
import { languageShape } from "../../text/model";
import { amendmentFormShape, CONFLICT_KINDS } from "../../text/patch";
import { REACHES } from "../../text/together/distance";
import { at, delegationShape, permissionsShape, sha256 } from "./common";
import { diffBlockShape, snippetShape } from "./redline";
import { voteShape } from "./votes";

export const conflictShape = z.object({
  kind: z.enum(CONFLICT_KINDS),
  block: z.string(),
  path: z.string(),
  ours: z.string(),
  theirs: z.string(),
});
export type ConflictView = z.infer<typeof conflictShape>;

export const amendmentRef = z.object({ id: z.uuid(), tag: z.string() });
export type AmendmentRef = z.infer<typeof amendmentRef>;

/**
 * How far an amendment is removed from the text (Rule A3): the furthest thing it does, and how many paragraphs and words it does it to.
 * Words that only stand elsewhere afterwards are `carried`, and counted neither as taken out nor as put in.
 */
export const distanceShape = z.object({
  reach: z.enum(REACHES),
  paragraphs: z.object({
    deleted: z.int(),
    replaced: z.int(),
    inserted: z.int(),
    revised: z.int(),
    moved: z.int(),
    reshaped: z.int(),
  }),
  words: z.object({ deleted: z.int(), inserted: z.int(), carried: z.int() }),
  /** Larger is further removed. */
  measure: z.int(),
});
export type DistanceView = z.infer<typeof distanceShape>;

export const amendmentShape = z.object({
  id: z.uuid(),
  /** `15`, `15.1` for the first amendment to that one; null while it is a draft. */
  number: z.string().nullable(),
  tag: z.string(),
  instrument: z.string(),
  language: languageShape,
  state: z.string(),
  form: amendmentFormShape.nullable(),
  source: z.string(),
  delegation: delegationShape,
  sponsors: z.array(delegationShape),
  /** Asked to sponsor it and not among them: all for its sponsors, for others only their own that waits for an answer. */
  invitations: z.array(z.object({ delegation: delegationShape, declined: z.boolean(), invitedAt: at })),
  proposedBy: z.string().nullable(),
  rationale: z.string(),
  baseVersion: z.object({ id: z.uuid(), number: z.int() }),
  /** The paragraph beside which it stands. */
  anchor: z.object({ block: z.string(), path: z.string() }).nullable(),
  /**
   * What it does: to the text as it is now while it is undecided and fits, else to the text it was made against. Of an amendment to an
   * amendment: what it does to its parent.
   */
  redline: z.array(diffBlockShape),
  /** As it was submitted, where the text has changed under it since and it reads otherwise now. */
  submittedAs: z.array(diffBlockShape).nullable(),
  /** Against the text as it is now; null when it no longer matters. */
  conflicts: z.array(conflictShape).nullable(),
  /** Other amendments, still undecided, that collide with it. */
  collidesWith: z.array(amendmentRef.extend({ conflicts: z.array(conflictShape) })),
  /** Those of them that its adoption necessarily rejects (Rule A5). */
  excludes: z.array(amendmentRef),
  /** The adopted one that necessarily rejects this one, which waits not to be put (Rule A5). */
  impliedBy: amendmentRef.nullable(),
  /** Null once it is decided. */
  distance: distanceShape.nullable(),
  /** The amendment that this one amends (Rule A9), and what the text would read with both. */
  parent: amendmentRef.extend({ state: z.string(), withBoth: z.array(diffBlockShape) }).nullable(),
  /** Amendments to this one, in the order of their submission. */
  amendedBy: z.array(amendmentRef.extend({ state: z.string() })),
  /** The two that it is a compromise between; the compromises that it went into. */
  combines: z.array(amendmentRef),
  /** Of such a draft: what the two do not agree on and brackets could not show when it was begun; `ours` are the first one's words. */
  undecided: z.array(conflictShape),
  combinedIn: z.array(amendmentRef),
  /** The reader asked to be told what becomes of it. Who sponsors it is told anyway. */
  followed: z.boolean(),
  /** The live room of a draft; who is invited reads there, and writes once they have joined. */
  room: z.string().nullable(),
  reintroduces: amendmentRef.nullable(),
  /** Those that it was begun again as, and drafts of the reader's delegation that do so or say it in other words. */
  begunAgain: z.array(amendmentRef.extend({ state: z.string() })),
  /** The file that it was brought in from; `place`: the line, or whose revisions. */
  file: z.object({ name: z.string(), sha256, place: z.string() }).nullable(),
  appliedVersion: z.object({ id: z.uuid(), number: z.int() }).nullable(),
  votes: z.array(voteShape),
  createdAt: at,
  submittedAt: at.nullable(),
  /** It came after the deadline: only the chair can still admit it (Rule A13). */
  late: z.boolean(),
  /** `reason`: what was said for it, where the act has one. `because`: the tag of the other amendment that it follows from. */
  history: z.array(
    z.object({
      seq: z.int(),
      at,
      act: z.string(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
      because: z.string().nullable(),
    }),
  ),
  permissions: permissionsShape,
});
export type AmendmentView = z.infer<typeof amendmentShape>;

/** An amendment as rows, cards and boards show it. A conference may have a thousand: what only its own page shows is left out. */
export const amendmentSummaryShape = amendmentShape
  .pick({
    id: true,
    number: true,
    tag: true,
    instrument: true,
    language: true,
    state: true,
    delegation: true,
    sponsors: true,
    anchor: true,
    excludes: true,
    impliedBy: true,
    createdAt: true,
    late: true,
  })
  .extend({
    /** Null when nothing is left of it to show. */
    change: snippetShape.nullable(),
    /** Paragraphs of the text that it changes, by id. */
    touches: z.array(z.string()),
    conflicts: z.array(conflictShape.pick({ kind: true, block: true, path: true })).nullable(),
    collidesWith: z.array(
      amendmentRef.extend({ conflicts: z.array(conflictShape.pick({ kind: true, path: true })) }),
    ),
    distance: distanceShape.pick({ reach: true, words: true }).nullable(),
    parent: amendmentRef.nullable(),
    /** What the reader may do now or at another time, while it is a draft or undecided; what is missing they never can. */
    permissions: permissionsShape,
  });
export type AmendmentSummary = z.infer<typeof amendmentSummaryShape>;
