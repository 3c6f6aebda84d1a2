import { type Refusal, refuse } from "../refusal";
import { isBeforeVoting, type VoteState } from "../votes";

const DECIDED: ReadonlySet<VoteState> = new Set(["so_decided", "proclaimed", "fell"]);

/**
 * An explanation of vote: before the voting or after the result, never between; a sponsor explains no vote on its own
 * text unless that was amended (Rule R10).
 */
export function decideExplanation(facts: {
  state: VoteState;
  sponsor: boolean;
  amended: boolean;
}): { ok: true; when: "before" | "after" } | Refusal {
  if (facts.sponsor && !facts.amended) return refuse("own_text", "R10");
  if (isBeforeVoting(facts.state)) return { ok: true, when: "before" };
  if (DECIDED.has(facts.state)) return { ok: true, when: "after" };
  return facts.state === "aborted_no_quorum"
    ? refuse("wrong_state", "R10", { state: facts.state })
    : refuse("voting_in_progress", "R10", { state: facts.state });
}

/**
 * How a delegation meant to vote, noted after the lock: the tally stands (Rule R8). Before the lock the ballot itself is
 * corrected; a secret ballot has no intention to tell (Rule R9).
 */
export function decideIntention(facts: { state: VoteState; secret: boolean }): { ok: true } | Refusal {
  if (facts.secret) return refuse("method_not_allowed", "R9");
  if (facts.state === "locked" || facts.state === "proclaimed") return { ok: true };
  return facts.state === "open"
    ? refuse("vote_not_closed", "R8", { state: facts.state })
    : refuse("wrong_state", "R8", { state: facts.state });
}

/** A reservation or statement of position: while the question is before the body or after it was decided. It never blocks (Rule C4). */
export function decideReservation(state: VoteState): { ok: true } | Refusal {
  return state === "aborted_no_quorum" ? refuse("wrong_state", "C4", { state }) : { ok: true };
}
