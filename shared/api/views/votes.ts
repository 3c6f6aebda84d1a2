import { z } from "zod";
import { MOTIONS } from "../../rules/meeting/motions";
import { METHODS } from "../../rules/presets";
import { at, delegationShape, permissionsShape, tallyShape, wordsShape } from "./common";

/** A separate vote on parts (Rule D1). */
export const divisionShape = z.object({
  state: z.string(),
  /** null: the chair. */
  requestedBy: delegationShape.nullable(),
  objectedBy: delegationShape.nullable(),
  /** Whether the rules let a delegation object to it. */
  objectable: z.boolean(),
  /** In the order in which they are put. `carried` null: not voted yet. */
  parts: z.array(
    z.object({
      block: z.string(),
      path: z.string(),
      operative: z.boolean(),
      carried: z.boolean().nullable(),
      /** All its paragraphs; empty once they are gone from the text. */
      blocks: z.array(z.string()),
    }),
  ),
});
export type DivisionView = z.infer<typeof divisionShape>;

/** What of a question can be voted separately; `within`: the part in whose paragraph it stands. */
export const divisibleShape = z.array(
  z.object({
    block: z.string(),
    path: z.string(),
    operative: z.boolean(),
    within: z.string().nullable(),
    words: z.string(),
  }),
);

export const voteShape = z.object({
  id: z.uuid(),
  instrument: z.string(),
  /** `division`: the request to vote on parts; `part`: one of them. */
  subject: z.enum(["amendment", "final", "division", "part", "motion", "appeal"]),
  /** Of a part: the one that is divided. */
  amendment: z.object({ id: z.uuid(), tag: z.string() }).nullable(),
  /** The question that this is the division of, or a part of. */
  of: z.uuid().nullable(),
  /** `words`: its paragraphs as they read now; empty for a part of an amendment. */
  part: z
    .object({ block: z.string(), path: z.string(), blocks: z.array(z.string()), words: z.array(z.string()) })
    .nullable(),
  /** Of this question, or of the one that this is a part of. */
  division: divisionShape.nullable(),
  /** `about`: of a reconsideration, the tag of the amendment; null: the text. */
  motion: z.object({ id: z.uuid(), kind: z.enum(MOTIONS), about: z.string().nullable() }).nullable(),
  /** The point of order whose ruling is appealed against: yes overrules it (Rule P5). */
  point: z
    .object({
      id: z.uuid(),
      words: z.string(),
      /** The tag of the amendment that was ruled inadmissible, where the appeal is against that. */
      amendment: z.string().nullable(),
      sustained: z.boolean().nullable(),
      ruling: z.string().nullable(),
    })
    .nullable(),
  body: z.object({ slug: z.string(), name: wordsShape }),
  majority: z.string(),
  state: z.string(),
  /** Voting members of the body, and how many are present: now, or when the vote was locked. */
  members: z.int(),
  present: z.int(),
  decisionQuorum: z.int(),
  quorumMet: z.boolean(),
  /** Live while open, fixed once locked; null when nothing is counted (Rule C1). */
  tally: tallyShape.nullable(),
  /** Yes votes needed with the tally as it is. */
  needed: z.int().nullable(),
  result: z.enum(["carried", "lost", "second_vote"]).nullable(),
  reason: z.string().nullable(),
  round: z.int(),
  /** null: voting has not been started. */
  method: z.enum(METHODS).nullable(),
  /** Ways of voting that the conference's rules allow; the first is taken when none is asked for. */
  methods: z.array(z.enum(METHODS)),
  rollCall: z.object({
    requests: z.array(delegationShape),
    requestsNeeded: z.int(),
    /** Codes in calling order, from the name drawn by lot (Rule R3); empty while no roll is called. */
    order: z.array(z.string()),
    /** Who is called next, and who was called and gave no answer. */
    next: z.string().nullable(),
    passed: z.array(z.string()),
  }),
  hands: z.object({
    /** `counted`: in the attempt that runs now. */
    tellers: z.array(z.object({ id: z.uuid(), name: z.string(), counted: z.boolean() })),
    attempt: z.int(),
    /** Counts of this attempt once both are there, and of all before; a teller sees the own one at once. */
    counts: z.array(z.object({ teller: z.uuid(), name: z.string(), attempt: z.int(), tally: tallyShape })),
  }),
  /** Who put a paper into the box of a secret ballot; never which (Rule R9). */
  participants: z.array(delegationShape),
  reservations: z.array(z.object({ delegation: delegationShape, words: z.string(), madeAt: at })),
  /** Explanations of vote (Rule R10), and how delegations had meant to vote (Rule R8), as they were made. */
  statements: z.array(
    z.object({
      kind: z.enum(["explanation_before", "explanation_after", "intention"]),
      delegation: delegationShape,
      /** Of an intention. */
      choice: z.enum(["yes", "no", "abstain"]).nullable(),
      /** Of an explanation. */
      words: z.string().nullable(),
      madeAt: at,
    }),
  ),
  /** Codes of those whose own text it is about, and whether that was amended: until it is they explain no vote on it (Rule R10). */
  ownText: z.object({ sponsors: z.array(z.string()), amended: z.boolean() }),
  /** `words`: what was objected to in writing. */
  objections: z.array(delegationShape.extend({ words: z.string().nullable() })),
  /** When silence decides it (Rule C5); null: it is put to those in the room. */
  silenceUntil: at.nullable(),
  ballots: z.array(z.object({ delegation: delegationShape, choice: z.enum(["yes", "no", "abstain"]) })),
  myBallot: z
    .object({ choice: z.enum(["yes", "no", "abstain"]), revision: z.int(), castAt: at, by: z.string() })
    .nullable(),
  putAt: at,
  openedAt: at.nullable(),
  lockedAt: at.nullable(),
  decidedAt: at.nullable(),
  permissions: permissionsShape,
});
export type VoteView = z.infer<typeof voteShape>;
