import { type AmendmentState, decideAmendment, takesSubAmendments } from "../amendments";
import { count, type Tally } from "../counting";
import { type Row, rows, step } from "../machine";
import type { Preset } from "../presets";
import { type Refusal, refuse } from "../refusal";
import { AMENDABLE } from "../rights-table";
import type { Stage } from "../stages";

export const POINT_STATES = ["raised", "ruled", "appealed", "stands", "overruled", "withdrawn"] as const;
export type PointState = (typeof POINT_STATES)[number];

export const POINT_EVENTS = ["rule", "appeal", "go_on", "decide_appeal", "abort_appeal", "withdraw"] as const;
export type PointEvent = (typeof POINT_EVENTS)[number];

export type PointGuard = "none" | "ruling_stands" | "ruling_overruled";

const row = (
  from: readonly PointState[],
  event: PointEvent,
  guard: PointGuard,
  to: PointState,
  rule: string | null = "P5",
) => rows(from, event, guard, to, rule);

/** A point of order is ruled on at once; the ruling may be appealed, and stands unless a vote overrules it (Rule P5). */
export const POINT_TRANSITIONS: ReadonlyArray<Row<PointState, PointEvent, PointGuard>> = [
  ...row(["raised"], "rule", "none", "ruled"),
  ...row(["raised"], "withdraw", "none", "withdrawn", null),
  ...row(["ruled"], "appeal", "none", "appealed"),
  ...row(["ruled"], "go_on", "none", "stands"),
  ...row(["appealed"], "decide_appeal", "ruling_stands", "stands"),
  ...row(["appealed"], "decide_appeal", "ruling_overruled", "overruled"),
  // Without a quorum nobody can overrule it.
  ...row(["appealed"], "abort_appeal", "none", "stands", "Q4"),
];

/** Yes votes are to overrule the chair: more of them than no. A tie lets the ruling stand, as does a vote of nobody (Rule P5). */
export function appealOverrules(tally: Tally, members: number, preset: Preset): boolean {
  return count(tally, { majority: "simple", members, preset, secondVote: true }).result === "carried";
}

export type PointFacts = { tally: Tally | null; members: number; preset: Preset };

export function decidePoint(
  state: PointState,
  event: PointEvent,
  facts: PointFacts,
): { ok: true; to: PointState } | Refusal {
  return step(POINT_TRANSITIONS, state, event, ({ guard }) => {
    if (guard === "none") return null;
    if (facts.tally === null) return refuse("vote_not_closed", "P5");
    const overrules = appealOverrules(facts.tally, facts.members, facts.preset);
    return overrules === (guard === "ruling_overruled") ? null : refuse("wrong_state", "P5", { state });
  });
}

/** While one is not ruled on, or its appeal not voted, nothing else goes on (Rule P5). */
export function isPending(state: PointState): boolean {
  return state === "raised" || state === "appealed";
}

/** While a vote is open only a point of order about how it is conducted may interrupt it. */
export function decideRaise(facts: {
  votingOpen: boolean;
  onConduct: boolean;
  pending: number;
}): { ok: true } | Refusal {
  if (facts.pending > 0) return refuse("point_of_order_pending", "P5");
  return facts.votingOpen && !facts.onConduct ? refuse("voting_in_progress", "P5") : { ok: true };
}

/**
 * An appeal against the ruling that an amendment is inadmissible (Rules A1, P5): once, as long as the text takes amendments, and the
 * amendment takes them that it would amend. `parent`: that one's state, null where it amends the text itself.
 */
export function decideAppealOnAmendment(facts: {
  state: AmendmentState;
  parent: AmendmentState | null;
  stage: Stage;
  appealed: boolean;
  votingOpen: boolean;
  pending: number;
}): { ok: true } | Refusal {
  const back = decideAmendment(facts.state, "overrule", {});
  if (!back.ok) return back;
  if (facts.appealed) return refuse("wrong_state", "P5", { reason: "appealed_before" });
  if (!AMENDABLE.includes(facts.stage)) return refuse("wrong_stage", "P5", { stage: facts.stage });
  if (facts.parent !== null && !takesSubAmendments(facts.parent))
    return refuse("wrong_state", "A11", { state: facts.parent });
  return decideRaise({ votingOpen: facts.votingOpen, onConduct: false, pending: facts.pending });
}
