import type { CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { updateVote } from "../../db/votes";
import type { Context, Result } from "../context";
import { asFailure } from "../situation";
import { carryOut } from "./carry-out";
import { voteFacts } from "./facts";
import { withQuestion } from "./with-question";

/** "I see no objection. It is so decided": without a vote, and without a tally (Rule C1). */
export function declareConsensus(
  context: Context,
  body: CommandBody<"declare-consensus">,
): Promise<Result<{ ok: true }>> {
  return withQuestion(context, body.vote, "declare_consensus", async (entered, unit, locked) => {
    const { instrument, vote, body: seized } = entered;
    const decision = decideVote(vote.state, "declare_consensus", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      result: "carried",
      present: seized.present,
      members: seized.members,
      decidedAt: unit.at,
    });
    unit.record(
      "question.so_decided",
      vote.id,
      { tag: entered.tag, present: seized.present, members: seized.members },
      instrument.slug,
    );
    return carryOut(context, unit, { instrument, vote }, { carried: true, tally: null }, locked);
  });
}
