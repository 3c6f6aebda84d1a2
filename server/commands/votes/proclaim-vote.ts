import type { CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { updateVote } from "../../db/votes";
import { type Context, DONE, type Result } from "../context";
import { asFailure } from "../situation";
import { carryOut } from "./carry-out";
import { voteFacts } from "./facts";
import { withQuestion } from "./with-question";

/** The chair announces the result, and what was decided takes effect at that moment. A tie may lead to a second vote (Rule V6). */
export function proclaimVote(
  context: Context,
  body: CommandBody<"proclaim-vote">,
): Promise<Result<{ ok: true }>> {
  return withQuestion(context, body.vote, "proclaim_vote", async (entered, unit, locked) => {
    const { instrument, vote } = entered;
    const again = vote.result === "second_vote";
    const facts = await voteFacts(unit.tx, entered, unit.at);
    const decision = decideVote(vote.state, again ? "second_vote" : "proclaim", facts);
    if (!decision.ok) return asFailure(decision);
    if (vote.yes === null || vote.no === null || vote.abstain === null)
      throw new Error(`vote ${vote.id} is locked without a tally`);
    const tally = { yes: vote.yes, no: vote.no, abstain: vote.abstain };
    await updateVote(unit.tx, vote.id, { state: decision.to, decidedAt: again ? null : unit.at });
    unit.record(
      "vote.proclaimed",
      vote.id,
      {
        tag: entered.tag,
        tally,
        needed: vote.needed,
        result: vote.result,
        reason: vote.reason,
        round: vote.round,
      },
      instrument.slug,
    );
    if (again) return DONE;
    return carryOut(
      context,
      unit,
      { instrument, vote },
      { carried: vote.result === "carried", tally },
      locked,
    );
  });
}
