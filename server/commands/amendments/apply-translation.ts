import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { withoutParts } from "../../../shared/rules/voting/parts";
import { makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { lockAmendment, selectOptionalAmendment } from "../../db/amendments";
import { type InstrumentRow, selectInstrument } from "../../db/instruments";
import type { Tx } from "../../db/pool";
import { selectOptionalTranslation, type TranslationRow } from "../../db/translations";
import { selectOptionalDecision, selectOptionalQuestion } from "../../db/votes";
import { startingText } from "../../queries/amendment-texts";
import { isInText, patchSha256 } from "../../queries/circulation";
import { divisible, lostBlocks } from "../../queries/divisible";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, fail, type Result } from "../context";
import { insertSnapshot, recordAllDrafting, writeRoom } from "../drafting";
import { roomOf, withTexts } from "../with-texts";
import { doesNotFit, fitPatch } from "./fit";

/**
 * Puts what was circulated of an adopted amendment into the text of that language, all of it or nothing: an act of whoever writes that
 * text, who then signs it off. Parts that the body rejected are left out (Rule D2).
 */
export async function applyTranslation(
  context: Context,
  { amendment: id, language }: CommandBody<"apply-translation">,
): Promise<Result<CommandAnswer<"apply-translation">>> {
  const { pool } = context.deps;
  const unknown = fail("not_found", null, { amendment: id });
  const found = await selectOptionalAmendment(pool, id);
  if (!found?.patch || found.conferenceId !== context.conferenceId) return unknown;
  const { slug } = await selectInstrument(pool, found.instrumentId);
  const about = { instrument: slug, act: "write_text", language, languages: [language] } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    if (await selectOptionalQuestion(unit.tx, instrument.id)) return fail("question_pending");
    const amendment = await lockAmendment(unit.tx, id);
    const { state, patch: decided, number } = amendment;
    if (!isInText(amendment)) return fail("wrong_state", null, { state });
    const translation = await selectOptionalTranslation(unit.tx, id, language);
    if (!translation || !decided) return fail("not_found", null, { language });
    if (translation.ofSha256 !== patchSha256(decided))
      return fail("wrong_state", null, { reason: "amended" });
    const [text] = texts;
    if (!text) throw new Error(`no text in ${language} is held still`);
    const room = roomOf(still, text);
    const patch = await asDecided(unit.tx, instrument, translation, room.text);
    if (!patch) return fail("amendment_changes_nothing");
    const fitted = fitPatch(await startingText(unit.tx, translation), patch, room.text, language);
    if (!fitted.ok) return doesNotFit(fitted.conflicts);
    if (!makePatch(room.text, fitted.result)) return fail("amendment_changes_nothing");
    await recordAllDrafting(unit, rooms, texts, instrument);
    await writeRoom(unit, room, fitted.result);
    const tag = tagOf(number);
    const version = await insertSnapshot(context, unit, instrument, text, fitted.result, {
      reason: "saved",
      label: tag,
    });
    unit.record(
      "amendment.translation_applied",
      id,
      { tag, language, version: version.id, number: version.number, sha256: version.sha256 },
      instrument.slug,
    );
    return { ok: true, answer: { version: version.id, number: version.number } };
  });
}

async function asDecided(
  tx: Tx,
  instrument: InstrumentRow,
  { amendmentId, patch, language }: TranslationRow,
  live: TextDoc,
): Promise<Patch | null> {
  const vote = await selectOptionalDecision(tx, instrument.id, amendmentId);
  if (!vote) return patch;
  const { parts } = await divisible(tx, vote, live, language);
  const lost = await lostBlocks(tx, vote, parts);
  return lost.size === 0 ? patch : withoutParts(patch, lost);
}
