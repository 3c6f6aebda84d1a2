import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { selectOptionalInstrument, selectOptionalText } from "../../db/instruments";
import { type Context, fail, type Result } from "../context";
import { insertSnapshot, recordDrafting } from "../drafting";
import { enter } from "../situation";
import { transact } from "../transact";

/** Fixes the live text as a version with a label. */
export async function saveVersion(
  context: Context,
  body: CommandBody<"save-version">,
): Promise<Result<CommandAnswer<"save-version">>> {
  const { pool, rooms } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, body.instrument);
  const text = found && (await selectOptionalText(pool, found.id, body.language));
  if (!text) return fail("not_found", null, { instrument: body.instrument, language: body.language });
  return rooms.withLockedRooms([text.room], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${text.room} was not locked`);
      const entered = await enter(context, unit.tx, body.instrument, "save_version", {
        language: body.language,
      });
      if (!entered.ok) return entered;
      await recordDrafting(unit, room, text.language, entered.instrument);
      const { id, number } = await insertSnapshot(context, unit, entered.instrument, text, room.text, {
        reason: "saved",
        label: body.label,
      });
      return { ok: true, answer: { version: id, number } };
    }),
  );
}
