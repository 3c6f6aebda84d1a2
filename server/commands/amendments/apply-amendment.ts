import { bodySeized } from "../../../shared/rules/stages";
import { makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import { type AmendmentRow, updateAmendmentState } from "../../db/amendments";
import { type InstrumentRow, type TextRow, updateRevision } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import type { Context, LockedRoom } from "../context";
import { insertSnapshot, recordDrafting, type Snapshot, writeRoom } from "../drafting";
import { canonicalSha256, type Unit } from "../transact";

/** An amendment and the text that it is put into, which is held still. */
export type Target = {
  instrument: InstrumentRow;
  amendment: AmendmentRow;
  text: TextRow;
  room: LockedRoom;
};

/** Writes what the text becomes by an amendment, or without it again, as its next version. A text already tabled changes its symbol with its words. */
export async function writeAmended(
  context: Context,
  unit: Unit,
  { instrument, amendment, text, room }: Target,
  result: TextDoc,
  reason: "amendment_applied" | "revised" | "reconsidered",
): Promise<Snapshot> {
  await recordDrafting(unit, room, text.language, instrument);
  const isTabled = bodySeized(instrument.stage) === "plenary";
  const revised = isTabled ? { ...instrument, revision: instrument.revision + 1 } : instrument;
  if (isTabled) await updateRevision(unit.tx, instrument.id, revised.revision);
  await writeRoom(unit, room, result);
  return insertSnapshot(context, unit, revised, text, result, {
    reason,
    label: tagOf(amendment.number),
    amendmentId: amendment.id,
  });
}

/** Puts an amendment into its text, and keeps what would take it out again (Rule W6). Gives what the record says of it. */
export async function applyAmendment(
  context: Context,
  unit: Unit,
  target: Target,
  result: TextDoc,
  as: { state: string; reason: "amendment_applied" | "revised" },
): Promise<{ version: string; number: number; sha256: string; undo: string }> {
  const { id, number, sha256 } = await writeAmended(context, unit, target, result, as.reason);
  const undo = makePatch(result, target.room.text) ?? { changes: [] };
  await updateAmendmentState(unit.tx, target.amendment.id, as.state, { versionId: id, undo });
  return { version: id, number, sha256, undo: canonicalSha256(undo) };
}
