import { TEXT_SCHEMA_VERSION, type TextDoc } from "../../../shared/text/model";
import { encodeTextDoc } from "../../../shared/text/yjs";
import { insertRoom } from "../../db/rooms";
import type { Context } from "../context";
import type { Unit } from "../transact";

/** The room in which an amendment is drafted, seeded with the text that it begins with. */
export async function insertDraftRoom(
  { deps }: Context,
  unit: Unit,
  amendment: string,
  draft: TextDoc,
): Promise<{ room: string; roomId: string }> {
  const roomId = deps.newId();
  const room = `amendment.${amendment}`;
  await insertRoom(unit.tx, {
    id: roomId,
    name: room,
    schemaVersion: TEXT_SCHEMA_VERSION,
    state: encodeTextDoc(draft),
  });
  return { room, roomId };
}
