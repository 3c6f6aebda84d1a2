import type { CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { updateVote } from "../../db/votes";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";
import { voteFacts } from "./facts";

/** The chair announces the start of voting, with the quorum to decide present (Rules Q2, Q4). */
export function startVote(context: Context, body: CommandBody<"start-vote">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "start_vote");
    if (!entered.ok) return entered;
    const { instrument, vote, body: seized } = entered;
    const decision = decideVote(vote.state, "start_vote", await voteFacts(unit.tx, entered));
    if (!decision.ok) return asFailure(decision);
    const round = vote.state === "second_vote_pending" ? 2 : vote.round;
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      round,
      yes: null,
      no: null,
      abstain: null,
      result: null,
      reason: null,
      needed: null,
      present: seized.present,
      members: seized.members,
      openedAt: unit.at,
      lockedAt: null,
    });
    unit.record(
      "vote.started",
      vote.id,
      { tag: entered.tag, round, present: seized.present, members: seized.members },
      instrument.slug,
    );
    return DONE;
  });
}
