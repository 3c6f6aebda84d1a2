import type { Tally } from "../counting";
import { type Refusal, refuse } from "../refusal";

/** A delegation puts one paper into the box. What is in the box cannot be found again, so it is not corrected either (Rule R9). */
export function decidePaper(state: string, tookPart: boolean): { ok: true } | Refusal {
  if (state !== "open") return refuse("vote_not_open", "R9", { state });
  return tookPart ? refuse("already_voted", "R9") : { ok: true };
}

/** As many papers as participants: the one thing about a secret ballot that can be checked afterwards (Rule R9). */
export function papersMatch(tally: Tally, participants: number): boolean {
  return tally.yes + tally.no + tally.abstain === participants;
}

/** The box with one paper more. Nothing but the sums is kept. */
export function withPaper(tally: Tally, choice: keyof Tally): Tally {
  return { ...tally, [choice]: tally[choice] + 1 };
}
