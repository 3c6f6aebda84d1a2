import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { TEXT_SCHEMA_VERSION, type TextDoc } from "../../../shared/text/model";
import { encodeTextDoc } from "../../../shared/text/yjs";
import { insertDraftAmendment, selectOptionalAmendment } from "../../db/amendments";
import { selectOptionalInstrument, selectOptionalText } from "../../db/instruments";
import { insertRoom } from "../../db/rooms";
import { type Context, fail, type Result } from "../context";
import { recordDrafting, versionOfLive } from "../drafting";
import { enter, isOwn } from "../situation";
import { transact } from "../transact";
import { fit } from "./fit";

/**
 * Opens an amendment's own room, a copy of the text seeded here from an immutable version. With `redrafts`, an earlier
 * amendment that no longer fits or was withdrawn is begun again on the present text (Rule W2: a new one, linked).
 */
export async function startAmendment(
  context: Context,
  body: CommandBody<"start-amendment">,
): Promise<Result<CommandAnswer<"start-amendment">>> {
  const { pool, rooms, newId } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, body.instrument);
  const text = found && (await selectOptionalText(pool, found.id, body.language));
  if (!text) return fail("not_found", null, { instrument: body.instrument, language: body.language });
  return rooms.withLockedRooms([text.room], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${text.room} was not locked`);
      const entered = await enter(context, unit.tx, body.instrument, "propose_amendment", {
        language: body.language,
      });
      if (!entered.ok) return entered;
      const { instrument } = entered;
      const delegation = context.actor?.delegation;
      if (!delegation) throw new Error("the rights table let somebody without a delegation propose");
      let draft: TextDoc = room.text;
      if (body.redrafts !== undefined) {
        const earlier = await selectOptionalAmendment(unit.tx, body.redrafts);
        if (!earlier || earlier.instrumentId !== instrument.id || !earlier.patch)
          return fail("not_found", null, { amendment: body.redrafts });
        if (earlier.language !== body.language)
          return fail("invalid_request", null, { language: body.language });
        if (!isOwn(context, earlier) && earlier.state !== "withdrawn") return fail("not_allowed", "W2");
        const fitted = await fit(unit.tx, earlier, room.text);
        if (fitted.ok) draft = fitted.result;
      }
      await recordDrafting(unit, room, text.language, instrument);
      const base = await versionOfLive(context, unit, instrument, text, room.text, "Base of an amendment");
      const id = newId();
      const roomId = newId();
      const name = `amendment.${id}`;
      await insertRoom(unit.tx, {
        id: roomId,
        name,
        schemaVersion: TEXT_SCHEMA_VERSION,
        state: encodeTextDoc(draft),
      });
      await insertDraftAmendment(unit.tx, {
        id,
        instrumentId: instrument.id,
        language: body.language,
        delegationId: delegation.id,
        proposedBy: context.person?.id ?? null,
        source: "delegation",
        baseVersionId: base.id,
        roomId,
        reintroduces: body.redrafts ?? null,
        createdAt: unit.at,
      });
      unit.record(
        "amendment.begun",
        id,
        {
          instrument: instrument.slug,
          language: body.language,
          delegation: delegation.code,
          base: base.number,
        },
        instrument.slug,
      );
      return { ok: true, answer: { amendment: id, room: name } };
    }),
  );
}
