import type { CommandBody } from "../../../shared/api/commands";
import { takesTranslations } from "../../../shared/rules/amendments";
import { applyPatch, makePatch } from "../../../shared/text/make-patch";
import type { Language, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import type { Patch } from "../../../shared/text/patch";
import { toTranslate, translated } from "../../../shared/text/together/translation";
import { type AmendmentRow, lockAmendment, selectOptionalAmendment } from "../../db/amendments";
import { selectInstrument } from "../../db/instruments";
import { selectOptionalTranslation, upsertTranslation } from "../../db/translations";
import { startingText } from "../../queries/amendment-texts";
import { patchSha256 } from "../../queries/circulation";
import { tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { type Context, DONE, fail, type Result } from "../context";
import { recordAllDrafting, versionOfLive } from "../drafting";
import { roomOf, type Still, withTexts } from "../with-texts";
import { checkAmendment } from "./check-amendment";

/**
 * Circulates a submitted amendment in another language: the same paragraphs struck out, moved and put in, in words of that language. It
 * changes nothing of what is decided on, and no text.
 */
export async function translateAmendment(
  context: Context,
  body: CommandBody<"translate-amendment">,
): Promise<Result<{ ok: true }>> {
  const { pool } = context.deps;
  const unknown = fail("not_found", null, { amendment: body.amendment });
  const found = await selectOptionalAmendment(pool, body.amendment);
  if (!found?.patch || found.conferenceId !== context.conferenceId) return unknown;
  const { language } = body;
  const { slug } = await selectInstrument(pool, found.instrumentId);
  const about = { instrument: slug, act: "translate_amendment", language, languages: [language] } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument } = still;
    const amendment = await lockAmendment(unit.tx, found.id);
    const { patch, state } = amendment;
    if (!patch || !takesTranslations(state)) return fail("wrong_state", null, { state });
    if (amendment.language === language) return fail("invalid_request", null, { language });
    const words = new Map(body.blocks.map(({ block, runs }) => [block, runs]));
    const asked = toTranslate(patch).map(({ id }) => id);
    const left = asked.filter((id) => !words.get(id)?.some(({ text }) => text.trim() !== ""));
    const surplus = body.blocks.filter(({ block }) => !asked.includes(block)).map(({ block }) => block);
    if (left.length > 0 || surplus.length > 0) return fail("words_needed", null, { left, surplus });

    const begun = await startIn(context, still, amendment, language);
    if (!begun.ok) return begun;
    const { start, baseVersionId, number, parentPatch } = begun.answer;
    const made = translated(start, patch, words);
    if (!made.ok) {
      const numbers = numberBlocks((await startingText(unit.tx, amendment)).blocks, amendment.language);
      const paragraphs = made.missing.map((id) => numbers.get(id)?.path ?? id);
      return fail("amendment_does_not_fit", null, { paragraphs });
    }
    const inOtherWords = makePatch(start, made.text);
    if (!inOtherWords) return fail("amendment_changes_nothing");
    const refused = checkAmendment(start, inOtherWords, language, new Set());
    if (refused) return refused;
    const row = {
      amendmentId: amendment.id,
      language,
      baseVersionId,
      parentPatch,
      patch: inOtherWords,
      rationale: body.rationale,
      ofSha256: patchSha256(patch),
    };
    await upsertTranslation(unit.tx, {
      ...row,
      translatedBy: context.person?.id ?? null,
      translatedAt: unit.at,
    });
    unit.record(
      "amendment.translated",
      amendment.id,
      {
        tag: tagOf(amendment.number),
        language,
        base: { version: baseVersionId, number },
        patch: inOtherWords,
        rationale: body.rationale,
        of: row.ofSha256,
      },
      instrument.slug,
    );
    return DONE;
  });
}

type Start = { start: TextDoc; baseVersionId: string; number: number | null; parentPatch: Patch | null };

/** The other language's text as it is now; of an amendment to an amendment, with its parent's translation (Rule A9). */
async function startIn(
  context: Context,
  still: Still,
  { parentId }: AmendmentRow,
  language: Language,
): Promise<Result<Start>> {
  const { unit, instrument, texts, rooms } = still;
  if (parentId !== null) {
    const parent = await lockAmendment(unit.tx, parentId);
    const translation = await selectOptionalTranslation(unit.tx, parentId, language);
    if (!translation || !parent.patch || translation.ofSha256 !== patchSha256(parent.patch))
      return fail("wrong_state", "A9", { reason: "parent_not_translated", tag: tagOf(parent.number) });
    const { baseVersionId, patch } = translation;
    const start = applyPatch(await readVersionText(unit.tx, baseVersionId), patch);
    return { ok: true, answer: { start, baseVersionId, number: null, parentPatch: patch } };
  }
  const [text] = texts;
  if (!text) throw new Error(`no text in ${language} is held still`);
  await recordAllDrafting(unit, rooms, texts, instrument);
  const start = roomOf(still, text).text;
  const base = await versionOfLive(context, unit, instrument, text, start, "Base of a translation");
  return { ok: true, answer: { start, baseVersionId: base.id, number: base.number, parentPatch: null } };
}
