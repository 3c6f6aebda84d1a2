import type { TallyView, VoteView } from "../../../shared/api/views";

/** The count that both tellers agree on; null: not yet. */
export function agreedHands({ hands }: VoteView): TallyView | null {
  const now = hands.counts.filter(({ attempt }) => attempt === hands.attempt);
  return now.length === 2 ? (now[0]?.tally ?? null) : null;
}
