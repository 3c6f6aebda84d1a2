import { selectOptionalAmendmentOfRoom } from "../../db/amendments";
import { lockInstrument, selectOptionalTextOfRoom } from "../../db/instruments";
import type { Context } from "../context";
import { recordDrafting } from "../drafting";
import { transact } from "../transact";

/** Which conference, instrument and language a room belongs to; null for a room that is gone. */
export async function ownerOfRoom(context: Pick<Context, "deps">, name: string) {
  const { pool } = context.deps;
  const text = await selectOptionalTextOfRoom(pool, name);
  if (text) return { instrumentId: text.instrumentId, language: text.language };
  const amendment = await selectOptionalAmendmentOfRoom(pool, name);
  return amendment && { instrumentId: amendment.instrumentId, language: amendment.language };
}

/** Puts what was typed in a room on the record once nobody types any more. */
export async function recordQuietRoom(context: Context, name: string): Promise<void> {
  const owner = await ownerOfRoom(context, name);
  if (!owner) return;
  await context.deps.rooms.withLockedRooms([name], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${name} was not locked`);
      const instrument = await lockInstrument(unit.tx, owner.instrumentId);
      await recordDrafting(unit, room, owner.language, instrument);
      return { ok: true, answer: null };
    }),
  );
}
