import type { CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { selectOptionalVote, updateVote } from "../../db/votes";
import { type Context, fail, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";
import { carryOut, roomsOfQuestion } from "./carry-out";
import { voteFacts } from "./facts";

/** "I see no objection. It is so decided": without a vote, and without a tally (Rule C1). */
export async function declareConsensus(
  context: Context,
  body: CommandBody<"declare-consensus">,
): Promise<Result<{ ok: true }>> {
  const { pool, rooms } = context.deps;
  const found = await selectOptionalVote(pool, body.vote);
  if (!found || found.conferenceId !== context.conferenceId)
    return fail("not_found", null, { vote: body.vote });
  const texts = await roomsOfQuestion(context, found);
  return rooms.withLockedRooms(
    texts.map(({ room }) => room),
    (locked) =>
      transact(context, async (unit) => {
        const entered = await enterVote(context, unit.tx, body.vote, "declare_consensus");
        if (!entered.ok) return entered;
        const { instrument, vote, body: seized } = entered;
        const decision = decideVote(vote.state, "declare_consensus", await voteFacts(unit.tx, entered));
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
          { present: seized.present, members: seized.members },
          instrument.slug,
        );
        return carryOut(context, unit, { instrument, vote }, { carried: true, tally: null }, locked);
      }),
  );
}
