import type { Majority, Preset } from "./presets";
import { assertNever } from "./refusal";

export type { Majority } from "./presets";

/** Votes of one question, as whole numbers. Members that took no part are in none of the three (Rule R6). */
export type Tally = { yes: number; no: number; abstain: number };

export type CountReason = null | "no_votes_cast" | "tie";

export type Count = {
  /** Present and voting: yes and no together (Rule V1). */
  pv: number;
  /** The least number of yes votes that carries with this `pv`; at least 1. */
  needed: number;
  result: "carried" | "lost" | "second_vote";
  reason: CountReason;
};

/** Least yes votes that carry with `pv` yes and no votes, in a body of `members`. Whole numbers only: a third of 59 has no exact float (Rule V4). */
export function neededYes(majority: Majority, pv: number, members: number): number {
  switch (majority) {
    case "simple":
      return Math.floor(pv / 2) + 1;
    case "two_thirds":
      return Math.max(1, Math.floor((2 * pv + 2) / 3));
    case "simple_of_members":
      return Math.floor(members / 2) + 1;
    case "two_thirds_of_members":
      return Math.max(1, Math.floor((2 * members + 2) / 3));
    default:
      return assertNever(majority);
  }
}

function requireWhole(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number, not ${value}`);
}

/**
 * What a tally means (Rules V1–V9, V11). Quorum is not asked here (quorum.ts): a count is worth something only with it.
 * `secondVote`: this is the vote that follows a tie (Rule V6). Throws RangeError for anything but whole numbers.
 */
export function count(
  tally: Tally,
  {
    majority,
    members,
    preset,
    secondVote = false,
  }: {
    majority: Majority;
    members: number;
    preset: Preset;
    secondVote?: boolean;
  },
): Count {
  requireWhole("yes", tally.yes);
  requireWhole("no", tally.no);
  requireWhole("abstain", tally.abstain);
  requireWhole("members", members);

  const pv = tally.yes + tally.no;
  const needed = neededYes(majority, pv, members);
  if (pv === 0) return { pv, needed, result: "lost", reason: "no_votes_cast" };
  if (tally.yes >= needed) return { pv, needed, result: "carried", reason: null };
  // An equal vote is a case of its own only where one more would have carried.
  if (majority !== "simple" || tally.yes !== tally.no) return { pv, needed, result: "lost", reason: null };
  const again = preset.tie === "second_vote" && !secondVote;
  return { pv, needed, result: again ? "second_vote" : "lost", reason: "tie" };
}

/** The majority for an amendment to a proposal, or for a part of it put separately (Rule V10). */
export function amendmentMajority(proposal: Majority, preset: Preset): Majority {
  return preset.amendmentsFollowProposal ? proposal : "simple";
}

/** Of `called` members those that said nothing: not participating, which is no abstention (Rule R6). */
export function notParticipating(tally: Tally, called: number): number {
  return called - tally.yes - tally.no - tally.abstain;
}
