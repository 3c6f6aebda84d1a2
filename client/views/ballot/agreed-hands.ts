import type { TallyView } from "../../../shared/api/views/common";
import type { VoteView } from "../../../shared/api/views/votes";
import { agreedCount } from "../../../shared/rules/voting/methods";

/** The two counts of the attempt that runs; a teller's own alone until the other has counted. */
function countsNow({ hands }: VoteView) {
  return hands.counts.filter(({ attempt }) => attempt === hands.attempt);
}

/** The count that both tellers agree on (Rule R1); null: not yet. */
export function agreedHands(vote: VoteView): TallyView | null {
  const agreed = agreedCount(countsNow(vote));
  return agreed.ok ? agreed.tally : null;
}

/** Both have counted and, as one was corrected, not the same. */
export function handsDiffer(vote: VoteView): boolean {
  return countsNow(vote).length === 2 && agreedHands(vote) === null;
}
