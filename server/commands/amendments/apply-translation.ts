import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { lockAmendment, selectOptionalAmendment } from "../../db/amendments";
import { selectInstrument } from "../../db/instruments";
import { selectOptionalTranslation } from "../../db/translations";
import { selectOptionalDecision, selectOptionalQuestion } from "../../db/votes";
import { isCurrent, isInText } from "../../queries/circulation";
import { type Context, fail, type Result } from "../context";
import { roomOf, withTexts } from "../with-texts";
import { putInTranslation } from "./put-in-translation";

/**
 * Puts what was circulated of an adopted amendment into the text of that language, all of it or nothing: where it did not fit when the
 * amendment was adopted, an act of whoever writes that text, who then signs it off.
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
    const { unit, instrument, texts } = still;
    if (await selectOptionalQuestion(unit.tx, instrument.id)) return fail("question_pending");
    const amendment = await lockAmendment(unit.tx, id);
    if (!isInText(amendment)) return fail("wrong_state", null, { state: amendment.state });
    const translation = await selectOptionalTranslation(unit.tx, id, language);
    if (!translation) return fail("not_found", null, { language });
    if (!isCurrent(translation, amendment)) return fail("wrong_state", null, { reason: "amended" });
    const [text] = texts;
    if (!text) throw new Error(`no text in ${language} is held still`);
    const vote = await selectOptionalDecision(unit.tx, instrument.id, id);
    const circulated = { instrument, amendment, translation, text, room: roomOf(still, text) };
    const put = await putInTranslation(context, unit, circulated, vote);
    if (!put.ok) return put;
    return { ok: true, answer: { version: put.answer.id, number: put.answer.number } };
  });
}
