import type { CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { insertObjection } from "../../db/ballots";
import { updateVote } from "../../db/votes";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";
import { voteFacts } from "./facts";

/** A delegation objects to a decision without a vote; one is enough for a vote to be needed (Rules C1, C3). */
export function raiseObjection(
  context: Context,
  body: CommandBody<"raise-objection">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "raise_objection");
    if (!entered.ok) return entered;
    const { instrument, vote } = entered;
    const delegation = context.actor?.delegation;
    const person = context.person;
    if (!delegation || !person) throw new Error("the rights table let somebody without a delegation object");
    const decision = decideVote(vote.state, "object", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    // Silence is broken in writing (Rule C5).
    if (vote.silenceUntil !== null && !body.words) return fail("words_needed", "C5");
    const first = await insertObjection(unit.tx, {
      voteId: vote.id,
      delegationId: delegation.id,
      personId: person.id,
      raisedAt: unit.at,
      words: body.words ?? null,
    });
    if (!first) return DONE;
    if (decision.to !== vote.state) await updateVote(unit.tx, vote.id, { state: decision.to });
    unit.record(
      "question.objected",
      vote.id,
      { tag: entered.tag, delegation: delegation.code, ...(body.words ? { words: body.words } : {}) },
      instrument.slug,
    );
    return DONE;
  });
}
