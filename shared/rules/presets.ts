import type { BodySlug } from "./people";

export const MAJORITIES = ["simple", "two_thirds", "simple_of_members", "two_thirds_of_members"] as const;
/** The first two are of those present and voting, the last two of all members of the body (Rule V11). */
export type Majority = (typeof MAJORITIES)[number];

/** A part of a whole in integers. `strict`: more than the share (half of 96 is 49); else at least the share, rounded up (a third of 97 is 33). */
export type Share = { numerator: number; denominator: number; strict: boolean };

export const PRESET_NAMES = ["un-conference", "un-ga", "unesco-committee", "roberts"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The thresholds in which rules of procedure differ. A conference copies one; no threshold stands in code. */
export type Preset = {
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
};

const MORE_THAN_HALF: Share = { numerator: 1, denominator: 2, strict: true };
const A_THIRD: Share = { numerator: 1, denominator: 3, strict: false };
const A_QUARTER: Share = { numerator: 1, denominator: 4, strict: false };

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
  },
  "un-ga": {
    name: "un-ga",
    debateQuorum: { plenary: A_THIRD, "drafting-committee": A_QUARTER },
    decisionQuorum: MORE_THAN_HALF,
    tie: "second_vote",
    secondersNeeded: 0,
    proposalMajority: "simple",
    amendmentsFollowProposal: true,
  },
  "unesco-committee": {
    name: "unesco-committee",
    debateQuorum: { plenary: MORE_THAN_HALF, "drafting-committee": MORE_THAN_HALF },
    decisionQuorum: MORE_THAN_HALF,
    tie: "rejected",
    secondersNeeded: 0,
    proposalMajority: "simple",
    amendmentsFollowProposal: true,
  },
  roberts: {
    name: "roberts",
    debateQuorum: { plenary: MORE_THAN_HALF, "drafting-committee": MORE_THAN_HALF },
    decisionQuorum: MORE_THAN_HALF,
    tie: "rejected",
    secondersNeeded: 1,
    proposalMajority: "simple",
    amendmentsFollowProposal: false,
  },
};
