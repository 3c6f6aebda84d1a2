import type { AmendmentState } from "../amendments";
import { count, type Tally } from "../counting";
import type { Actor } from "../people";
import type { Preset } from "../presets";
import { type Refusal, refuse } from "../refusal";
import { bodySeized, type Stage } from "../stages";

/** The vote on it: two thirds of those present and voting, or what the preset says (Rule W6). A tie reopens nothing. */
export function reconsiderationCarried(tally: Tally, members: number, preset: Preset): boolean {
  const majority = preset.reconsiderationMajority;
  return count(tally, { majority, members, preset, secondVote: true }).result === "carried";
}

/**
 * Whether a decision on an amendment can be taken up again (Rule W6): it was adopted or rejected, by the body that is asked, and of one
 * to an amendment that one is still to be decided. `elsewhere`: another body decided. `parent`: the state of what it amends, if it does.
 */
export function decideReconsiderableAmendment(facts: {
  state: AmendmentState;
  elsewhere: boolean;
  parent: AmendmentState | null;
}): { ok: true } | Refusal {
  if (facts.state !== "adopted" && facts.state !== "rejected")
    return refuse("wrong_state", "W6", { state: facts.state });
  if (facts.elsewhere) return refuse("wrong_state", "W6", { reason: "decided_elsewhere" });
  if (facts.parent !== null && facts.parent !== "open" && facts.parent !== "needs_rebase")
    return refuse("wrong_state", "W6", { state: facts.parent });
  return { ok: true };
}

/**
 * A sponsor's own revision (Rule W4): until the voting on the text starts. Amendments whose words it changes need a
 * rebase; `changed` are the paragraphs it changes.
 */
export function decideRevision(
  facts: { votingStarted: boolean; own: boolean },
  changed: readonly string[],
  amendments: ReadonlyArray<{ id: string; paragraphs: readonly string[] }>,
): { ok: true; needRebase: string[] } | Refusal {
  if (!facts.own) return refuse("not_allowed", "W4");
  if (facts.votingStarted) return refuse("withdrawn_too_late", "W4");
  const touched = amendments.filter(({ paragraphs }) => paragraphs.some((one) => changed.includes(one)));
  return { ok: true, needRebase: touched.map(({ id }) => id) };
}

/** Who brings a text before the body: the drafting committee, delegations (their ids), or both. */
export type TextSponsors = { committee: boolean; delegations: readonly string[] };

/**
 * Whether somebody speaks for the sponsors of a text (Rule W4): of any of its delegations, or for the committee its chair or rapporteur,
 * once it has forwarded the text. While it reads it, the committee itself decides.
 */
export function speaksForText(actor: Actor, sponsors: TextSponsors, stage: Stage): boolean {
  if (actor.delegation && sponsors.delegations.includes(actor.delegation.id)) return true;
  const forCommittee = actor.role === "rapporteur" || actor.role === "committee-chair";
  return sponsors.committee && forCommittee && bodySeized(stage) === "plenary";
}

/** One co-sponsor leaving does not withdraw what the others stand by (Rule W5). `left`: the sponsors after the leaving. */
export function afterSponsorLeft(left: readonly string[]): "stands" | "withdrawn" {
  return left.length > 0 ? "stands" : "withdrawn";
}
