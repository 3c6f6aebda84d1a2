import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { selectOptionalAmendment, updateAmendmentState } from "../../db/amendments";
import { selectInstrument, selectOptionalText } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, fail, type Result } from "../context";
import { recordDrafting } from "../drafting";
import { allow, asFailure, enterAmendment, isOwn } from "../situation";
import { transact } from "../transact";
import { fit } from "./fit";
import { lapseBelow } from "./lapse-below";

/** The chair finds that an amendment's words are gone from the text: it ends without a decision. */
export async function lapseAmendment(
  context: Context,
  body: CommandBody<"lapse-amendment">,
): Promise<Result<{ ok: true }>> {
  const { pool, rooms } = context.deps;
  const found = await selectOptionalAmendment(pool, body.amendment);
  const text = found && (await selectOptionalText(pool, found.instrumentId, found.language));
  const isHidden = found?.state === "draft" && !isOwn(context, found);
  if (!text || found?.conferenceId !== context.conferenceId || isHidden)
    return fail("not_found", null, { amendment: body.amendment });
  // Before the text is held still: nobody without the right can make the writers wait.
  const denied = allow(context, "lapse_amendment", await selectInstrument(pool, found.instrumentId));
  if (denied) return denied;
  return rooms.withLockedRooms([text.room], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${text.room} was not locked`);
      const entered = await enterAmendment(context, unit.tx, body.amendment, "lapse_amendment");
      if (!entered.ok) return entered;
      const { instrument, amendment } = entered;
      if (!amendment.patch) return fail("wrong_state", null, { state: amendment.state });
      await recordDrafting(unit, room, text.language, instrument);
      const { ok: fits } = await fit(unit.tx, amendment, room.text);
      const decision = decideAmendment(amendment.state, "lapse", { fits });
      if (!decision.ok) return asFailure(decision);
      await updateAmendmentState(unit.tx, amendment.id, decision.to);
      unit.record(
        "amendment.lapsed",
        amendment.id,
        { tag: tagOf(amendment.number), reason: body.reason },
        instrument.slug,
      );
      await lapseBelow(unit, instrument, amendment);
      return DONE;
    }),
  );
}
