import type { CommandBody } from "../../../shared/api/commands";
import { selectOptionalInstrument, selectTexts, upsertConcordance } from "../../db/instruments";
import { type Context, DONE, fail, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { enter } from "../situation";
import { transact } from "../transact";
import { liveTexts } from "./facts";

/** A translator's word that this language says what the source says, for exactly these two texts. */
export async function signOffLanguage(
  context: Context,
  body: CommandBody<"sign-off-language">,
): Promise<Result<{ ok: true }>> {
  const { pool, rooms } = context.deps;
  const { person } = context;
  if (!person) throw new Error("only people sign off a language");
  const found = await selectOptionalInstrument(pool, context.conferenceId, body.instrument);
  if (!found) return fail("not_found", null, { instrument: body.instrument });
  const pair = (await selectTexts(pool, found.id)).filter(
    ({ language }) => language === body.language || language === found.sourceLanguage,
  );
  if (!pair.some(({ language }) => language === body.language))
    return fail("not_found", null, { language: body.language });
  return rooms.withLockedRooms(
    pair.map(({ room }) => room),
    (locked) =>
      transact(context, async (unit) => {
        const entered = await enter(context, unit.tx, body.instrument, "sign_off_language", {
          language: body.language,
        });
        if (!entered.ok) return entered;
        const { instrument } = entered;
        const live = liveTexts(pair, locked);
        const text = live.find(({ row }) => row.language === body.language);
        const source = live.find(({ row }) => row.language === instrument.sourceLanguage);
        if (!text || !source) throw new Error("a text that was locked is gone");
        await recordAllDrafting(unit, locked, pair, instrument);
        await upsertConcordance(unit.tx, {
          textId: text.row.id,
          sha256: text.sha256,
          sourceSha256: source.sha256,
          signedBy: person.id,
          signedAt: unit.at,
        });
        unit.record(
          "language.signed_off",
          `${instrument.slug}/${body.language}`,
          {
            language: body.language,
            sha256: text.sha256,
            sourceLanguage: instrument.sourceLanguage,
            sourceSha256: source.sha256,
          },
          instrument.slug,
        );
        return DONE;
      }),
  );
}
