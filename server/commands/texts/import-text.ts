import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { alignIds } from "../../../shared/text/align";
import { sameBlock, type TextDoc } from "../../../shared/text/model";
import { selectOptionalInstrument } from "../../db/instruments";
import { type Context, fail, type Result } from "../context";
import { insertSnapshot, recordAllDrafting, versionOfLive, writeRoom } from "../drafting";
import { roomOf, withTexts } from "../with-texts";

/** Replaces a text that nobody has begun to read with what a file holds; what stood there stays as a version. */
export async function importText(
  context: Context,
  { instrument: slug, language, file, blocks }: CommandBody<"import-text">,
): Promise<Result<CommandAnswer<"import-text">>> {
  const found = await selectOptionalInstrument(context.deps.pool, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  const { sourceLanguage } = found;
  const about = {
    instrument: slug,
    act: "import_text",
    language,
    languages: [...new Set([language, sourceLanguage])],
  } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    const text = texts.find((one) => one.language === language);
    const source = texts.find((one) => one.language === sourceLanguage);
    if (!text || !source) throw new Error("a text that was held still is gone");
    await recordAllDrafting(unit, rooms, texts, instrument);
    const room = roomOf(still, text);
    const beside = roomOf(still, source).text.blocks;
    const target: TextDoc = {
      blocks: alignIds(blocks, beside, () => `i${context.deps.newId().replaceAll("-", "")}`),
    };
    if (!isSame(target, room.text)) {
      await versionOfLive(context, unit, instrument, text, room.text, `Before ${file.name}`);
      await writeRoom(unit, room, target);
    }
    const version = await insertSnapshot(context, unit, instrument, text, target, {
      reason: "saved",
      label: file.name,
    });
    unit.record(
      "text.imported",
      `${slug}/${language}`,
      { language, file: file.name, fileSha256: file.sha256, version: version.id, sha256: version.sha256 },
      slug,
    );
    return { ok: true, answer: { version: version.id, number: version.number } };
  });
}

function isSame(a: TextDoc, b: TextDoc): boolean {
  return (
    a.blocks.length === b.blocks.length &&
    a.blocks.every((block, i) => {
      const other = b.blocks[i];
      return other !== undefined && sameBlock(block, other);
    })
  );
}
