import { selectOptionalAmendmentOfRoom } from "../../db/amendments";
import { lockInstrument, selectInstrument, selectOptionalTextOfRoom } from "../../db/instruments";
import type { Context, Deps } from "../context";
import { recordDrafting } from "../drafting";
import { transact } from "../transact";

/** Which instrument and language a room belongs to; null for a room that is gone. */
async function ownerOfRoom({ pool }: Deps, name: string) {
  const text = await selectOptionalTextOfRoom(pool, name);
  if (text) return { instrumentId: text.instrumentId, language: text.language };
  const amendment = await selectOptionalAmendmentOfRoom(pool, name);
  return amendment && { instrumentId: amendment.instrumentId, language: amendment.language };
}

/** Puts what was typed in a room on the record, by the system itself, once nobody types any more. */
export async function recordQuietRoom(deps: Deps, name: string): Promise<void> {
  const owner = await ownerOfRoom(deps, name);
  if (!owner) return;
  const { conferenceId } = await selectInstrument(deps.pool, owner.instrumentId);
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  await deps.rooms.withLockedRooms([name], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${name} was not locked`);
      const instrument = await lockInstrument(unit.tx, owner.instrumentId);
      await recordDrafting(unit, room, owner.language, instrument);
      return { ok: true, answer: null };
    }),
  );
}
