import type { DiffBlock } from "../../shared/api/views/redline";
import { diffTexts } from "../../shared/text/diff";
import type { BlockId, Language, TextDoc } from "../../shared/text/model";
import { type BlockNumber, numberBlocks } from "../../shared/text/numbering";

export type Numbers = ReadonlyMap<BlockId, BlockNumber>;

/** Two texts word by word, each paragraph with its number, a struck one with the number it had. */
export function numberedDiff(
  before: TextDoc,
  after: TextDoc,
  language: Language,
  numbers: { before: Numbers; after: Numbers },
): DiffBlock[] {
  return diffTexts(before, after, language).blocks.map((block) => {
    const number = numbers.after.get(block.id) ?? numbers.before.get(block.id);
    return { ...block, label: number?.label ?? "", path: number?.path ?? block.id };
  });
}

/** The comparison as screens show it. */
export function redline(
  before: TextDoc,
  after: TextDoc,
  language: Language,
): { blocks: DiffBlock[]; counts: Counts } {
  const blocks = numberedDiff(before, after, language, {
    before: numberBlocks(before.blocks, language),
    after: numberBlocks(after.blocks, language),
  });
  const counts: Counts = { inserted: 0, deleted: 0, moved: 0, revised: 0 };
  for (const { change } of blocks) {
    if (change === "inserted" || change === "deleted") counts[change] += 1;
    if (change === "moved" || change === "moved_and_revised") counts.moved += 1;
    if (change === "revised" || change === "moved_and_revised" || change === "restyled") counts.revised += 1;
  }
  return { blocks, counts };
}

export type Counts = { inserted: number; deleted: number; moved: number; revised: number };
