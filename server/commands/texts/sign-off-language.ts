import type { CommandBody } from "../../../shared/api/commands";
import { unsaidParagraphs } from "../../../shared/rules/concordance";
import type { Block, Language } from "../../../shared/text/model";
import { upsertParagraphConcordances } from "../../db/concordances";
import { selectOptionalInstrument, upsertConcordance } from "../../db/instruments";
import { type Context, DONE, fail, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { canonicalSha256 } from "../transact";
import { type Still, withTexts } from "../with-texts";
import { type LiveText, liveTexts } from "./facts";

type Pair = { block: Block; source: Block };

/** A translator's word that this language says what the source says, for exactly these two texts and each paragraph. */
export function signOffLanguage(
  context: Context,
  { instrument, language }: CommandBody<"sign-off-language">,
): Promise<Result<{ ok: true }>> {
  return withBoth(context, instrument, language, async ({ unit }, text, source, signer) => {
    const missing = unsaidParagraphs(text.text, source.text);
    // What is not there says nothing.
    if (missing.length > 0)
      return fail("paragraphs_missing", null, { count: missing.length, blocks: missing });
    await upsertParagraphConcordances(unit.tx, text.row.id, pairsOf(text, source), {
      by: signer,
      at: unit.at,
    });
    await upsertConcordance(unit.tx, {
      textId: text.row.id,
      sha256: text.sha256,
      sourceSha256: source.sha256,
      signedBy: signer,
      signedAt: unit.at,
    });
    unit.record(
      "language.signed_off",
      `${instrument}/${language}`,
      {
        instrument,
        language,
        sha256: text.sha256,
        sourceLanguage: source.row.language,
        sourceSha256: source.sha256,
      },
      instrument,
    );
    return DONE;
  });
}

/** The same for one paragraph: what changes in its source from here on is shown to the translator. */
export function markConcordant(
  context: Context,
  { instrument, language, block: id }: CommandBody<"mark-concordant">,
): Promise<Result<{ ok: true }>> {
  return withBoth(context, instrument, language, async ({ unit }, text, source, signer) => {
    const pair = pairsOf(text, source).find(({ block }) => block.id === id);
    if (!pair || text === source) return fail("not_found", null, { block: id, language });
    await upsertParagraphConcordances(unit.tx, text.row.id, [pair], { by: signer, at: unit.at });
    unit.record(
      "paragraph.concordant",
      `${instrument}/${language}`,
      {
        instrument,
        language,
        block: id,
        sha256: canonicalSha256(pair.block),
        sourceLanguage: source.row.language,
        sourceSha256: canonicalSha256(pair.source),
      },
      instrument,
    );
    return DONE;
  });
}

function pairsOf(text: LiveText, source: LiveText): Pair[] {
  const theirs = new Map(source.text.blocks.map((block) => [block.id, block]));
  return text.text.blocks.flatMap((block) => {
    const its = theirs.get(block.id);
    return its ? [{ block, source: its }] : [];
  });
}

/** With a language and the source held still, their drafting on the record, and the right to sign for the language. */
async function withBoth(
  context: Context,
  slug: string,
  language: Language,
  work: (still: Still, text: LiveText, source: LiveText, signer: string) => Promise<Result<{ ok: true }>>,
): Promise<Result<{ ok: true }>> {
  const { person, deps } = context;
  if (!person) throw new Error("only people sign off a language");
  const found = await selectOptionalInstrument(deps.pool, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  const { sourceLanguage } = found;
  const languages = [language, sourceLanguage];
  const about = { instrument: slug, act: "sign_off_language", language, languages } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    const live = liveTexts(texts, rooms);
    const text = live.find(({ row }) => row.language === language);
    const source = live.find(({ row }) => row.language === sourceLanguage);
    if (!text || !source) throw new Error("a text that was held still is gone");
    await recordAllDrafting(unit, rooms, texts, instrument);
    return work(still, text, source, person.id);
  });
}
