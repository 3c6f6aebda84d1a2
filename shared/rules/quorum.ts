import type { BodySlug } from "./people";
import type { Preset, Share } from "./presets";

/** The least whole number that satisfies `share` of `whole`. */
export function leastOf(whole: number, share: Share): number {
  const parts = whole * share.numerator;
  return share.strict
    ? Math.floor(parts / share.denominator) + 1
    : Math.floor((parts + share.denominator - 1) / share.denominator);
}

/** Members that must be present to open a meeting and debate (Rule Q1). */
export function debateQuorum(members: number, body: BodySlug, preset: Preset): number {
  return leastOf(members, preset.debateQuorum[body]);
}

/** Members that must be present to decide (Rule Q2). */
export function decisionQuorum(members: number, preset: Preset): number {
  return leastOf(members, preset.decisionQuorum);
}

export function hasDebateQuorum(present: number, members: number, body: BodySlug, preset: Preset): boolean {
  return present >= debateQuorum(members, body, preset);
}

/** Presence alone counts, never the number of votes cast (Rule Q3); without it there is no decision (Rule Q4). */
export function hasDecisionQuorum(present: number, members: number, preset: Preset): boolean {
  return present >= decisionQuorum(members, preset);
}

/**
 * How many voting delegations are present: each once, however many of its people came; delegations
 * without a vote and people without a delegation never count (Rule Q5).
 */
export function presentMembers(
  presence: ReadonlyArray<{ delegationId: string | null; voting: boolean }>,
): number {
  const counted = new Set<string>();
  for (const { delegationId, voting } of presence) {
    if (voting && delegationId !== null) counted.add(delegationId);
  }
  return counted.size;
}
