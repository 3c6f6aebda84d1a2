import { z } from "zod";
import { BODY_SLUGS, type BodySlug } from "./people";
import { type Refusal, refuse } from "./refusal";

export const MAJORITIES = ["simple", "two_thirds", "simple_of_members", "two_thirds_of_members"] as const;
/** The first two are of those present and voting, the last two of all members of the body (Rule V11). */
export type Majority = (typeof MAJORITIES)[number];

/** A part of a whole in integers. `strict`: more than the share (half of 96 is 49); else at least the share, rounded up (a third of 97 is 33). */
export type Share = { numerator: number; denominator: number; strict: boolean };

export const PRESET_NAMES = ["un-conference", "un-ga", "unesco-committee", "roberts"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const METHODS = ["show_of_hands", "recorded", "roll_call", "secret_ballot"] as const;
/** How votes are given; `recorded`: each delegation on its own device. */
export type Method = (typeof METHODS)[number];

/** How many may speak on a motion, on each side. */
export type Sides = { for: number; against: number };

/** The values in which rules of procedure differ. A conference copies one; no threshold stands in code. */
export type Preset = {
  /** The one it is, or was copied from. */
  name: PresetName;
  /** Members present to open a meeting and debate (Rule Q1). */
  debateQuorum: Record<BodySlug, Share>;
  /** Members present to decide (Rule Q2). */
  decisionQuorum: Share;
  /** What an equal vote means (Rules V5, V6). No preset has a casting vote (Rule V7). */
  tie: "rejected" | "second_vote";
  /** Delegations needed beside the proposer to submit an amendment (Rule A14). */
  secondersNeeded: number;
  /** For a proposal as a whole. */
  proposalMajority: Majority;
  /** Whether amendments and parts need the larger majority that their proposal needs (Rule V10). */
  amendmentsFollowProposal: boolean;
  /** What becomes of an amendment after the deadline (Rule A13). */
  lateAmendments: "waiver" | "refused";
  /** Whether a request for division is granted at once, or voted when somebody objects (Rule D1). */
  division: "on_request" | "vote_on_objection";
  /** To take up again what was decided (Rule W6). */
  reconsiderationMajority: Majority;
  /** Speakers on it. */
  reconsiderationSpeakers: Sides;
  /** Speakers on a motion to adjourn the debate (Rule P3) and to close it (Rule P4). */
  adjournDebateSpeakers: Sides;
  closeDebateSpeakers: Sides;
  /** To close the debate. The other motions need a simple majority. */
  closeDebateMajority: Majority;
  /** Ways of voting; the first is taken when none is asked for (Rule R1). */
  methods: readonly Method[];
  /** Delegations that have to ask for a roll-call (Rule R2). */
  rollCallRequests: number;
  /** Milliseconds a speaker has, and for each reply in turn: as many replies as numbers. */
  speakingMs: number;
  repliesMs: readonly number[];
};

const MORE_THAN_HALF: Share = { numerator: 1, denominator: 2, strict: true };
const A_THIRD: Share = { numerator: 1, denominator: 3, strict: false };
const A_QUARTER: Share = { numerator: 1, denominator: 4, strict: false };
const MINUTE_MS = 60_000;

/** Sources of each value: RULES.md, "Presets". */
export const PRESETS: Record<PresetName, Preset> = {
  "un-conference": {
    name: "un-conference",
    debateQuorum: { plenary: A_THIRD, "drafting-committee": A_QUARTER },
    decisionQuorum: MORE_THAN_HALF,
    tie: "rejected",
    secondersNeeded: 0,
    proposalMajority: "simple",
    amendmentsFollowProposal: true,
    lateAmendments: "waiver",
    division: "vote_on_objection",
    reconsiderationMajority: "two_thirds",
    reconsiderationSpeakers: { for: 0, against: 2 },
    adjournDebateSpeakers: { for: 2, against: 2 },
    closeDebateSpeakers: { for: 0, against: 2 },
    closeDebateMajority: "simple",
    methods: ["recorded", "show_of_hands", "roll_call", "secret_ballot"],
    rollCallRequests: 1,
    speakingMs: 3 * MINUTE_MS,
    repliesMs: [3 * MINUTE_MS, 2 * MINUTE_MS],
  },
  "un-ga": {
    name: "un-ga",
    debateQuorum: { plenary: A_THIRD, "drafting-committee": A_QUARTER },
    decisionQuorum: MORE_THAN_HALF,
    tie: "second_vote",
    secondersNeeded: 0,
    proposalMajority: "simple",
    amendmentsFollowProposal: true,
    lateAmendments: "waiver",
    division: "vote_on_objection",
    reconsiderationMajority: "two_thirds",
    reconsiderationSpeakers: { for: 0, against: 2 },
    adjournDebateSpeakers: { for: 2, against: 2 },
    closeDebateSpeakers: { for: 0, against: 2 },
    closeDebateMajority: "simple",
    methods: ["show_of_hands", "recorded", "roll_call"],
    rollCallRequests: 1,
    speakingMs: 5 * MINUTE_MS,
    repliesMs: [10 * MINUTE_MS, 5 * MINUTE_MS],
  },
  "unesco-committee": {
    name: "unesco-committee",
    debateQuorum: { plenary: MORE_THAN_HALF, "drafting-committee": MORE_THAN_HALF },
    decisionQuorum: MORE_THAN_HALF,
    tie: "rejected",
    secondersNeeded: 0,
    proposalMajority: "simple",
    amendmentsFollowProposal: true,
    lateAmendments: "waiver",
    division: "on_request",
    reconsiderationMajority: "two_thirds",
    reconsiderationSpeakers: { for: 0, against: 2 },
    adjournDebateSpeakers: { for: 1, against: 1 },
    closeDebateSpeakers: { for: 0, against: 2 },
    closeDebateMajority: "simple",
    methods: ["show_of_hands", "recorded", "roll_call", "secret_ballot"],
    rollCallRequests: 2,
    speakingMs: 3 * MINUTE_MS,
    repliesMs: [3 * MINUTE_MS],
  },
  roberts: {
    name: "roberts",
    debateQuorum: { plenary: MORE_THAN_HALF, "drafting-committee": MORE_THAN_HALF },
    decisionQuorum: MORE_THAN_HALF,
    tie: "rejected",
    secondersNeeded: 1,
    proposalMajority: "simple",
    amendmentsFollowProposal: false,
    lateAmendments: "waiver",
    division: "vote_on_objection",
    reconsiderationMajority: "simple",
    reconsiderationSpeakers: { for: 2, against: 2 },
    adjournDebateSpeakers: { for: 2, against: 2 },
    closeDebateSpeakers: { for: 0, against: 0 },
    closeDebateMajority: "two_thirds",
    methods: ["show_of_hands", "recorded", "roll_call", "secret_ballot"],
    rollCallRequests: 1,
    speakingMs: 10 * MINUTE_MS,
    repliesMs: [],
  },
};

const share = z
  .strictObject({
    numerator: z.int().min(0).max(100),
    denominator: z.int().min(1).max(100),
    strict: z.boolean(),
  })
  // A share of the whole that is more than the whole could never be reached.
  .refine(
    ({ numerator, denominator, strict }) => (strict ? numerator < denominator : numerator <= denominator),
    {
      message: "no more than the whole",
    },
  );
const speakers = z.int().min(0).max(10);
const sides = z.strictObject({ for: speakers, against: speakers });
const speechMs = z
  .int()
  .min(MINUTE_MS / 6)
  .max(120 * MINUTE_MS);

/** A conference's own copy. Every value is asked for: one left out would be decided by nobody. */
export const presetShape = z.strictObject({
  name: z.enum(PRESET_NAMES),
  debateQuorum: z.strictObject(
    Object.fromEntries(BODY_SLUGS.map((slug) => [slug, share])) as Record<BodySlug, typeof share>,
  ),
  decisionQuorum: share,
  tie: z.enum(["rejected", "second_vote"]),
  secondersNeeded: z.int().min(0).max(50),
  proposalMajority: z.enum(MAJORITIES),
  amendmentsFollowProposal: z.boolean(),
  lateAmendments: z.enum(["waiver", "refused"]),
  division: z.enum(["on_request", "vote_on_objection"]),
  reconsiderationMajority: z.enum(MAJORITIES),
  reconsiderationSpeakers: sides,
  adjournDebateSpeakers: sides,
  closeDebateSpeakers: sides,
  closeDebateMajority: z.enum(MAJORITIES),
  methods: z
    .array(z.enum(METHODS))
    .min(1)
    .refine((methods) => new Set(methods).size === methods.length, { message: "each method once" }),
  rollCallRequests: z.int().min(1).max(200),
  speakingMs: speechMs,
  repliesMs: z.array(speechMs).max(5),
}) satisfies z.ZodType<Preset>;

export type PresetProblem = { path: string; message: string };

/** Every problem of a copied preset, each with its place; none: it can be used. */
export function presetProblems(value: unknown): PresetProblem[] {
  const parsed = presetShape.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}

/**
 * With the first of these a conference has opened: something is ruled on, put, moved or debated under its rules. What is handed in
 * before, in writing, opens nothing.
 */
export const OPENING_ACTS: readonly string[] = [
  "amendment.ruled_admissible",
  "amendment.ruled_inadmissible",
  "order.confirmed",
  "question.put",
  "speakers.opened",
  "motion.moved",
  "point.raised",
  "meeting.opened",
];

/** The values in which two differ, by name; the name of the preset is none of them. */
export function changedValues(before: Preset, after: Preset): Array<keyof Preset> {
  return (Object.keys(PRESETS["un-conference"]) as Array<keyof Preset>).filter(
    (key) => key !== "name" && JSON.stringify(sorted(before[key])) !== JSON.stringify(sorted(after[key])),
  );
}

/** Members in one order, whatever the order in which they were stored. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The rules stand from the opening on: nobody changes them silently between two votes. */
export function decideRulesChange({ opened }: { opened: boolean }): { ok: true } | Refusal {
  return opened ? refuse("rules_frozen") : { ok: true };
}
