import type { CommandBody } from "../../../shared/api/commands";
import { count, type Majority } from "../../../shared/rules/counting";
import { decideVote } from "../../../shared/rules/votes";
import { selectTally, updateVote } from "../../db/votes";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";
import { voteFacts } from "./facts";

/** Ends the vote: no ballot counts after this, and the tally stands (Rule R8). Counted by Rules V1–V11, Q2–Q4. */
export function lockVoteCommand(
  context: Context,
  body: CommandBody<"lock-vote">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "lock_vote");
    if (!entered.ok) return entered;
    const { instrument, vote, body: seized, preset } = entered;
    const decision = decideVote(vote.state, "lock", await voteFacts(unit.tx, entered));
    if (!decision.ok) return asFailure(decision);
    const tally = await selectTally(unit.tx, vote.id, vote.round);
    const counted = count(tally, {
      majority: vote.majority as Majority,
      members: seized.members,
      preset,
      secondVote: vote.round === 2,
    });
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      ...tally,
      result: counted.result,
      reason: counted.reason,
      needed: counted.needed,
      present: seized.present,
      members: seized.members,
      lockedAt: unit.at,
    });
    unit.record(
      "vote.locked",
      vote.id,
      {
        tag: entered.tag,
        round: vote.round,
        tally,
        ...counted,
        present: seized.present,
        members: seized.members,
      },
      instrument.slug,
    );
    return DONE;
  });
}
