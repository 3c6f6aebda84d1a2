import type { CommandBody } from "../../../shared/api/commands";
import { decideReservation } from "../../../shared/rules/voting/statements";
import { insertReservation } from "../../db/reservations";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";

/** A delegation's reservation or statement of position: on the record beside the decision, which it does not touch (Rule C4). */
export function makeReservation(
  context: Context,
  body: CommandBody<"make-reservation">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "make_reservation");
    if (!entered.ok) return entered;
    const { instrument, vote, tag } = entered;
    const delegation = context.actor?.delegation;
    if (!delegation || !context.person)
      throw new Error("the rights table let somebody without a delegation make a reservation");
    const decision = decideReservation(vote.state);
    if (!decision.ok) return asFailure(decision);
    const id = context.deps.newId();
    await insertReservation(unit.tx, {
      id,
      voteId: vote.id,
      delegationId: delegation.id,
      personId: context.person.id,
      words: body.words,
      madeAt: unit.at,
    });
    unit.record(
      "reservation.made",
      vote.id,
      { tag, reservation: id, delegation: delegation.code, words: body.words },
      instrument.slug,
    );
    return DONE;
  });
}
