import type { Tally } from "../counting";
import type { Method, Preset } from "../presets";
import { type Refusal, refuse } from "../refusal";

/** The way a vote is taken when nobody asks for another (Rule R1). */
export function defaultMethod(preset: Preset): Method {
  const [first] = preset.methods;
  if (first === undefined) throw new Error("a preset names at least one method");
  return first;
}

/** `secret_ballot` only where the preset allows it (Rule R9), as any other. */
export function decideMethod(method: Method, preset: Preset): { ok: true } | Refusal {
  return preset.methods.includes(method)
    ? { ok: true }
    : refuse("method_not_allowed", method === "secret_ballot" ? "R9" : "R1", {
        allowed: [...preset.methods],
      });
}

/**
 * Whether a vote may be started this way. A roll-call needs its requests (Rule R2); once they are there, nothing that
 * would leave the record without each delegation's vote answers them.
 */
export function decideStart(method: Method, requests: number, preset: Preset): { ok: true } | Refusal {
  const allowed = decideMethod(method, preset);
  if (!allowed.ok) return allowed;
  if (method === "roll_call")
    return decideRollCall({ state: "question_put", method: null, requests }, preset);
  const named = method === "recorded" || requests < preset.rollCallRequests;
  return named ? allowed : refuse("method_not_allowed", "R2", { allowed: ["roll_call", "recorded"] });
}

/** One teller's count of the hands. */
export type HandCount = { teller: string; tally: Tally };

/** More hands than members present: the count is wrong before it is compared. */
export function checkHands(tally: Tally, present: number): { ok: true } | Refusal {
  const hands = tally.yes + tally.no + tally.abstain;
  return hands <= present ? { ok: true } : refuse("count_exceeds_present", "R1", { hands, present });
}

/**
 * Two tellers count, each on their own. Equal counts are the tally; counts that differ are none, and the count is taken
 * again (Rule R1). Fewer than two: `vote_not_closed`.
 */
export function agreedCount(counts: readonly HandCount[]): { ok: true; tally: Tally } | Refusal {
  const [first, second] = counts;
  if (!first || !second || first.teller === second.teller)
    return refuse("vote_not_closed", "R1", { counts: counts.length });
  const same = (["yes", "no", "abstain"] as const).every((key) => first.tally[key] === second.tally[key]);
  return same ? { ok: true, tally: first.tally } : refuse("counts_differ", "R1");
}

/** Of counts taken one after the other the last prevails; all stay on the record (Rule R1). */
export function prevailing<T>(counts: readonly T[]): T | null {
  return counts.at(-1) ?? null;
}

/**
 * A roll-call on request (Rule R2): before the voting starts, or right after a show of hands and before its result is
 * announced. `requests`: delegations that ask for it.
 */
export function decideRollCall(
  facts: { state: string; method: Method | null; requests: number },
  preset: Preset,
): { ok: true } | Refusal {
  const before = facts.state === "question_put" || facts.state === "explanations_before";
  const after = facts.state === "locked" && facts.method === "show_of_hands";
  if (!before && !after) return refuse("wrong_state", "R2", { state: facts.state });
  if (!preset.methods.includes("roll_call")) return decideMethod("roll_call", preset);
  return facts.requests >= preset.rollCallRequests
    ? { ok: true }
    : refuse("not_enough_requests", "R2", { requests: facts.requests, needed: preset.rollCallRequests });
}

/** Who is called next: the first of the calling order that has not answered; null: all were called. */
export function nextCalled(order: readonly string[], answered: ReadonlySet<string>): string | null {
  return order.find((name) => !answered.has(name)) ?? null;
}
