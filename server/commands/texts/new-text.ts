import { type Language, TEXT_SCHEMA_VERSION, type TextDoc } from "../../../shared/text/model";
import { encodeTextDoc } from "../../../shared/text/yjs";
import { type InstrumentRow, insertText, type TextRow } from "../../db/instruments";
import { insertRoom } from "../../db/rooms";
import type { Context } from "../context";
import type { Unit } from "../transact";

/** A text of an instrument and its room, which holds `content` before anything is typed in it. */
export async function insertNewText(
  context: Context,
  unit: Unit,
  conference: string,
  instrument: InstrumentRow,
  language: Language,
  content: TextDoc,
): Promise<TextRow> {
  const { newId } = context.deps;
  const roomId = newId();
  const room = `${conference}.${instrument.slug}.${language}`;
  await insertRoom(unit.tx, {
    id: roomId,
    name: room,
    schemaVersion: TEXT_SCHEMA_VERSION,
    state: encodeTextDoc(content),
  });
  const text: TextRow = {
    id: newId(),
    instrumentId: instrument.id,
    language,
    roomId,
    room,
    frozen: false,
    publishedVersionId: null,
  };
  await insertText(unit.tx, text);
  return text;
}
