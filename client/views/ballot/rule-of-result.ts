import type { VoteView } from "../../../shared/api/views/votes";

export type CountingRule = "V2" | "V3" | "V5" | "V6" | "V8" | "V11";

/** By which rule it is carried or lost, or taken again; while it is open, what it needs. */
export function ruleOfResult({
  result,
  reason,
  majority,
  round,
}: Pick<VoteView, "result" | "reason" | "majority" | "round">): CountingRule {
  if (result === "second_vote") return "V6";
  if (reason === "tie") return round > 1 ? "V6" : "V5";
  if (reason === "no_votes_cast") return "V8";
  if (majority.endsWith("_of_members")) return "V11";
  return majority === "two_thirds" ? "V3" : "V2";
}

/** Whether somebody abstained who does not count in what is needed (Rule V1). */
export function setsAbstentionsAside({ tally, majority }: Pick<VoteView, "tally" | "majority">): boolean {
  return tally !== null && tally.abstain > 0 && !majority.endsWith("_of_members");
}
