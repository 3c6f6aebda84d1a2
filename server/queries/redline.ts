import type { DiffBlock } from "../../shared/api/views";
import { diffTexts } from "../../shared/text/diff";
import type { Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";

/** The comparison as screens show it: each paragraph with its number, a struck one with the number it had. */
export function redline(
  before: TextDoc,
  after: TextDoc,
  language: Language,
): { blocks: DiffBlock[]; counts: Counts } {
  const compared = diffTexts(before, after, language);
  const numbers = new Map([
    ...numberBlocks(before.blocks, language),
    ...numberBlocks(after.blocks, language),
  ]);
  const blocks = compared.blocks.map((block) => ({
    ...block,
    label: numbers.get(block.id)?.label ?? "",
    path: numbers.get(block.id)?.path ?? block.id,
  }));
  const counts: Counts = { inserted: 0, deleted: 0, moved: 0, revised: 0 };
  for (const { change } of blocks) {
    if (change === "inserted" || change === "deleted") counts[change] += 1;
    if (change === "moved" || change === "moved_and_revised") counts.moved += 1;
    if (change === "revised" || change === "moved_and_revised" || change === "restyled") counts.revised += 1;
  }
  return { blocks, counts };
}

export type Counts = { inserted: number; deleted: number; moved: number; revised: number };
