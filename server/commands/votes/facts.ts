import type { VoteFacts } from "../../../shared/rules/votes";
import { selectObjections } from "../../db/ballots";
import { selectRollCallRequests } from "../../db/methods";
import type { Db } from "../../db/rows";
import type { VoteRow } from "../../db/votes";
import type { Question } from "../situation";

/** What `decideVote` has to be told; presence is that of this moment (Rule Q3). */
export async function voteFacts(db: Db, { vote, body, preset }: Question, at: Date): Promise<VoteFacts> {
  const [objections, rollCallRequests] = await Promise.all([
    selectObjections(db, vote.id),
    selectRollCallRequests(db, vote.id),
  ]);
  return {
    objections: objections.length,
    present: body.present,
    members: body.members,
    preset,
    result: vote.result,
    silence: silenceOf(vote, at),
    method: vote.method,
    rollCallRequests: rollCallRequests.length,
  };
}

/** How a question that is put in writing stands at a moment, on the server's clock (Rule C6). */
export function silenceOf({ silenceUntil }: VoteRow, at: Date): VoteFacts["silence"] {
  return silenceUntil === null ? null : { atMs: at.getTime(), deadlineMs: Date.parse(silenceUntil) };
}
