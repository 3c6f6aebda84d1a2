import type { CommandBody } from "../../../shared/api/commands";
import { selectOptionalInstrument, upsertConcordance } from "../../db/instruments";
import { type Context, DONE, fail, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { withTexts } from "../with-texts";
import { liveTexts } from "./facts";

/** A translator's word that this language says what the source says, for exactly these two texts. */
export async function signOffLanguage(
  context: Context,
  { instrument: slug, language }: CommandBody<"sign-off-language">,
): Promise<Result<{ ok: true }>> {
  const { person, deps } = context;
  if (!person) throw new Error("only people sign off a language");
  const found = await selectOptionalInstrument(deps.pool, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  const { sourceLanguage } = found;
  const about = {
    instrument: slug,
    act: "sign_off_language",
    language,
    languages: [language, sourceLanguage],
  } as const;
  return withTexts(context, about, async ({ unit, instrument, texts, rooms }) => {
    const live = liveTexts(texts, rooms);
    const text = live.find(({ row }) => row.language === language);
    const source = live.find(({ row }) => row.language === sourceLanguage);
    if (!text || !source) throw new Error("a text that was held still is gone");
    await recordAllDrafting(unit, rooms, texts, instrument);
    await upsertConcordance(unit.tx, {
      textId: text.row.id,
      sha256: text.sha256,
      sourceSha256: source.sha256,
      signedBy: person.id,
      signedAt: unit.at,
    });
    unit.record(
      "language.signed_off",
      `${slug}/${language}`,
      { instrument: slug, language, sha256: text.sha256, sourceLanguage, sourceSha256: source.sha256 },
      slug,
    );
    return DONE;
  });
}
