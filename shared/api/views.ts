import { z } from "zod";
import type { ParagraphConcordance } from "../rules/concordance";
import { CREDENTIAL_STATES } from "../rules/meeting/credentials";
import { MOTIONS } from "../rules/meeting/motions";
import { METHODS } from "../rules/presets";
import { BLOCK_STATUSES, blockKindShape, blockShape, languageShape, markShape } from "../text/model";
import { amendmentFormShape, CONFLICT_KINDS } from "../text/patch";
import { REACHES } from "../text/together/distance";

/** Words in the conference's languages; English is always there. */
export const wordsShape = z.object({
  en: z.string(),
  zh: z.string().optional(),
  fr: z.string().optional(),
  es: z.string().optional(),
});
export type Words = z.infer<typeof wordsShape>;

const at = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const delegationShape = z.object({ code: z.string(), name: wordsShape });
export type DelegationView = z.infer<typeof delegationShape>;

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

/** The answer of the one rights function, so that a screen shows why something is not possible. */
export const permissionShape = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    rule: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).optional(),
  }),
]);
export type Permission = z.infer<typeof permissionShape>;
export const permissionsShape = z.record(z.string(), permissionShape);

export const spanShape = z.object({
  op: z.enum(["same", "insert", "delete"]),
  text: z.string(),
  marks: z.array(markShape),
  restyled: z.boolean().optional(),
});
/** One paragraph of a comparison, as words kept, put in and struck out. */
export const diffBlockShape = z.object({
  id: z.string(),
  kind: blockKindShape,
  level: z.int(),
  change: z.enum(["same", "revised", "inserted", "deleted", "moved", "moved_and_revised", "restyled"]),
  kindBefore: blockKindShape.optional(),
  levelBefore: z.int().optional(),
  spans: z.array(spanShape),
  /** Number as printed before the paragraph, and its name for people (`OP 4 (b)`), in the text compared to. */
  label: z.string(),
  path: z.string(),
});
export type DiffBlock = z.infer<typeof diffBlockShape>;

export const tallyShape = z.object({ yes: z.int(), no: z.int(), abstain: z.int() });
export type TallyView = z.infer<typeof tallyShape>;

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
  parent: amendmentRef.extend({ withBoth: z.array(diffBlockShape) }).nullable(),
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
  /** The file that it was brought in from; `place`: the line, or whose revisions. */
  file: z.object({ name: z.string(), sha256, place: z.string() }).nullable(),
  appliedVersion: z.object({ id: z.uuid(), number: z.int() }).nullable(),
  votes: z.array(voteShape),
  createdAt: at,
  submittedAt: at.nullable(),
  /** It came after the deadline: only the chair can still admit it (Rule A13). */
  late: z.boolean(),
  /** `reason`: what was said for it, where the act has one. */
  history: z.array(
    z.object({
      seq: z.int(),
      at,
      act: z.string(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  permissions: permissionsShape,
});
export type AmendmentView = z.infer<typeof amendmentShape>;

/** The first change of a redline with a few words around it, and how many other paragraphs it changes. */
export const snippetShape = z.object({ spans: z.array(spanShape), more: z.int() });
export type SnippetView = z.infer<typeof snippetShape>;

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

export const versionSummaryShape = z.object({
  id: z.uuid(),
  number: z.int(),
  language: languageShape,
  label: z.string(),
  symbol: z.string(),
  reason: z.string(),
  amendment: z.object({ id: z.uuid(), tag: z.string() }).nullable(),
  sha256,
  createdAt: at,
  createdBy: z.string().nullable(),
  published: z.boolean(),
  /** It was adopted, and its adoption reconsidered. */
  reconsidered: z.boolean(),
});
export type VersionSummary = z.infer<typeof versionSummaryShape>;

export const numberedBlockShape = blockShape.extend({ label: z.string(), path: z.string() });
export type NumberedBlock = z.infer<typeof numberedBlockShape>;

export const versionShape = versionSummaryShape.extend({ blocks: z.array(numberedBlockShape) });
export type VersionView = z.infer<typeof versionShape>;

export const comparisonShape = z.object({
  from: versionSummaryShape,
  to: versionSummaryShape,
  blocks: z.array(diffBlockShape),
  counts: z.object({ inserted: z.int(), deleted: z.int(), moved: z.int(), revised: z.int() }),
});
export type Comparison = z.infer<typeof comparisonShape>;

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

export const ledgerRowShape = z.object({
  seq: z.int(),
  at,
  actor: z.object({ name: z.string(), role: z.string(), delegation: z.string().nullable() }).nullable(),
  act: z.string(),
  subject: z.string(),
  data: z.unknown(),
  prev: sha256,
  hash: sha256,
});
export type LedgerRow = z.infer<typeof ledgerRowShape>;

export const recordShape = z.object({ entries: z.array(ledgerRowShape), head: sha256, total: z.int() });
export type RecordView = z.infer<typeof recordShape>;

export const verificationShape = z.object({
  ok: z.boolean(),
  entries: z.int(),
  head: z.string(),
  /** In the words of the verifier; empty when all is well. */
  problems: z.array(z.object({ seq: z.int().nullable(), problem: z.string(), detail: z.string() })),
});
export type Verification = z.infer<typeof verificationShape>;
