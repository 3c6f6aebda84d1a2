import type { VoteFacts } from "../../../shared/rules/votes";
import { selectRollCallRequests } from "../../db/methods";
import type { Db } from "../../db/rows";
import { selectObjections } from "../../db/votes";
import type { Question } from "../situation";

/** What `decideVote` has to be told; presence is that of this moment (Rule Q3). */
export async function voteFacts(db: Db, { vote, body, preset }: Question): Promise<VoteFacts> {
  return {
    objections: (await selectObjections(db, vote.id)).length,
    present: body.present,
    members: body.members,
    preset,
    result: vote.result,
    method: vote.method,
    rollCallRequests: (await selectRollCallRequests(db, vote.id)).length,
  };
}
