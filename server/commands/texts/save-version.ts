import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { insertSnapshot, recordAllDrafting } from "../drafting";
import { roomOf, withTexts } from "../with-texts";

/** Fixes the live text as a version with a label. */
export function saveVersion(
  context: Context,
  { instrument: slug, language, label }: CommandBody<"save-version">,
): Promise<Result<CommandAnswer<"save-version">>> {
  const about = { instrument: slug, act: "save_version", language, languages: [language] } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    await recordAllDrafting(unit, rooms, texts, instrument);
    const [text] = texts;
    if (!text) throw new Error(`no text in ${language} is held still`);
    const { text: content } = roomOf(still, text);
    const { id, number } = await insertSnapshot(context, unit, instrument, text, content, {
      reason: "saved",
      label,
    });
    return { ok: true, answer: { version: id, number } };
  });
}
