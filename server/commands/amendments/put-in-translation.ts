import type { RecordAct } from "../../../shared/records/acts";
import { applyPatch, makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import { planUndo } from "../../../shared/text/together/undo";
import type { AmendmentRow } from "../../db/amendments";
import { type InstrumentRow, selectInstrument, selectTexts, type TextRow } from "../../db/instruments";
import { selectTranslations, type TranslationRow } from "../../db/translations";
import type { VoteRow } from "../../db/votes";
import { startingText } from "../../queries/amendment-texts";
import { isCurrent } from "../../queries/circulation";
import { withoutLost } from "../../queries/divisible";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, fail, type LockedRoom, type Result } from "../context";
import { insertSnapshot, recordDrafting, type Snapshot, writeRoom } from "../drafting";
import type { Unit } from "../transact";
import { doesNotFit, fitPatch } from "./fit";

/** What was circulated of an amendment in another language, and the text of that language, held still. */
export type Circulated = {
  instrument: InstrumentRow;
  amendment: AmendmentRow;
  translation: TranslationRow;
  text: TextRow;
  room: LockedRoom;
};

/** Puts it into the text of its language, all of it or nothing. `vote`: parts that were lost in it are left out (Rule D2). */
export async function putInTranslation(
  context: Context,
  unit: Unit,
  circulated: Circulated,
  vote: VoteRow | null,
): Promise<Result<Snapshot>> {
  const { translation, text, room } = circulated;
  const patch = await withoutLost(unit.tx, vote, translation.patch, room.text, text.language);
  if (!patch) return fail("amendment_changes_nothing");
  const start = await startingText(unit.tx, translation);
  const fitted = fitPatch(start, patch, room.text, text.language);
  if (!fitted.ok) return doesNotFit(fitted.conflicts);
  if (!makePatch(room.text, fitted.result)) return fail("amendment_changes_nothing");
  const version = await write(context, unit, circulated, fitted.result, "amendment.translation_applied");
  return { ok: true, answer: version };
}

/**
 * With the adoption, in its transaction: the body had these words before it when it decided. Where they do not fit any more the text of
 * that language stays as it is, for its translator (`apply-translation`); whether it says the same is theirs to sign in either case.
 */
export async function putInTranslations(
  context: Context,
  unit: Unit,
  adopted: { instrument: InstrumentRow; amendment: AmendmentRow; vote: VoteRow | null },
  locked: readonly LockedRoom[],
): Promise<void> {
  for (const one of await circulatedOf(unit, adopted, locked)) {
    const done = await putInTranslation(context, unit, one, adopted.vote);
    if (!done.ok && done.code === "amendment_does_not_fit") recordMisfit(unit, one, "put_in");
  }
}

/** The decision is reconsidered (Rule W6): out again, where nobody has written at the same places since. */
export async function takeOutTranslations(
  context: Context,
  unit: Unit,
  adopted: { instrument: InstrumentRow; amendment: AmendmentRow; vote: VoteRow },
  locked: readonly LockedRoom[],
): Promise<void> {
  for (const one of await circulatedOf(unit, adopted, locked)) {
    const { translation, text, room } = one;
    const patch = await withoutLost(unit.tx, adopted.vote, translation.patch, room.text, text.language);
    if (!patch) continue;
    const before = await startingText(unit.tx, translation);
    const without = planUndo(before, applyPatch(before, patch), room.text, text.language);
    if (!without.ok) recordMisfit(unit, one, "taken_out");
    else if (makePatch(room.text, without.result))
      await write(context, unit, one, without.result, "amendment.translation_taken_out");
  }
}

/** Its translators are told: that text no longer says what was decided, and nobody but they can make it. */
function recordMisfit(
  unit: Unit,
  { instrument, amendment, text: { language } }: Circulated,
  was: "put_in" | "taken_out",
): void {
  const data = { tag: tagOf(amendment.number), language, was };
  unit.record("amendment.translation_misfit", amendment.id, data, instrument.slug);
}

/** What says the same as the amendment does now; of one that was amended since it was translated there is nothing to put in. */
async function circulatedOf(
  unit: Unit,
  { instrument: { id }, amendment }: { instrument: InstrumentRow; amendment: AmendmentRow },
  locked: readonly LockedRoom[],
): Promise<Circulated[]> {
  const translations = await selectTranslations(unit.tx, amendment.id);
  if (translations.length === 0) return [];
  // Its symbol may have changed with the adoption.
  const instrument = await selectInstrument(unit.tx, id);
  const texts = await selectTexts(unit.tx, id);
  return translations.flatMap((translation) => {
    const text = texts.find(({ language }) => language === translation.language);
    const room = locked.find(({ roomId }) => roomId === text?.roomId);
    if (!text || !room) throw new Error(`no text in ${translation.language} is held still`);
    return isCurrent(translation, amendment) ? [{ instrument, amendment, translation, text, room }] : [];
  });
}

async function write(
  context: Context,
  unit: Unit,
  { instrument, amendment, text, room }: Circulated,
  result: TextDoc,
  act: RecordAct,
): Promise<Snapshot> {
  await recordDrafting(unit, room, text.language, instrument);
  await writeRoom(unit, room, result);
  const tag = tagOf(amendment.number);
  const version = await insertSnapshot(context, unit, instrument, text, result, {
    reason: "saved",
    label: tag,
  });
  const { id, number, sha256 } = version;
  unit.record(
    act,
    amendment.id,
    { tag, language: text.language, version: id, number, sha256 },
    instrument.slug,
  );
  return version;
}
