import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { bodySeized } from "../../../shared/rules/stages";
import { decideBallot } from "../../../shared/rules/votes";
import { selectOptionalPresence, updatePresence } from "../../db/conferences";
import { selectInstrument } from "../../db/instruments";
import {
  insertBallot,
  isProcedural,
  lockOptionalBallot,
  shareOptionalVote,
  updateBallot,
} from "../../db/votes";
import { type Context, fail, type Result } from "../context";
import { allow, asFailure } from "../situation";
import { transact } from "../transact";

/**
 * One ballot a delegation, changeable until the vote is locked (Rule R8). Ballots share the vote's row lock, so they
 * come in side by side and never beside the lock that ends the vote. The answer goes out after the commit.
 */
export function castBallot(
  context: Context,
  body: CommandBody<"cast-ballot">,
): Promise<Result<CommandAnswer<"cast-ballot">>> {
  return transact(context, async (unit) => {
    const vote = await shareOptionalVote(unit.tx, body.vote);
    if (!vote || vote.conferenceId !== context.conferenceId)
      return fail("not_found", null, { vote: body.vote });
    const instrument = await selectInstrument(unit.tx, vote.instrumentId);
    const delegation = context.actor?.delegation;
    const presence = delegation ? await selectOptionalPresence(unit.tx, vote.bodyId, delegation.id) : null;
    const denied = allow(context, "cast_ballot", instrument, {
      bodyMember: presence !== null,
      // How the meeting goes on is voted about a decided text as well: while it is asked whether it stays so.
      reconsidering: isProcedural(vote),
    });
    if (denied) return denied;
    if (!delegation || !context.person)
      throw new Error("the rights table let somebody without a delegation vote");

    if (vote.state === "open" && vote.method !== "recorded")
      return fail("method_not_allowed", "R1", { method: vote.method });
    const given = await lockOptionalBallot(unit.tx, vote.id, vote.round, delegation.id);
    const decision = decideBallot(vote.state, given?.revision ?? null, body.corrects ?? null);
    if (!decision.ok) return asFailure(decision);
    const ballot = {
      voteId: vote.id,
      round: vote.round,
      delegationId: delegation.id,
      personId: context.person.id,
      choice: body.choice,
      castAt: unit.at,
    };
    if (given) await updateBallot(unit.tx, { ...ballot, revision: decision.revision });
    else if (!(await insertBallot(unit.tx, ballot))) return fail("already_voted", "R8", { revision: 1 });

    if (presence === false) {
      await updatePresence(unit.tx, vote.bodyId, delegation.id, true);
      unit.record(
        "presence.recorded",
        delegation.code,
        { body: bodySeized(instrument.stage), present: true, because: "ballot" },
        null,
      );
    }
    unit.record(
      "ballot.cast",
      vote.id,
      { delegation: delegation.code, choice: body.choice, revision: decision.revision, round: vote.round },
      instrument.slug,
    );
    return {
      ok: true,
      answer: { ok: true, revision: decision.revision, castAt: unit.at.toISOString() },
    };
  });
}
