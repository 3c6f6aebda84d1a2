import type { DiffBlock } from "../../../shared/api/views/redline";
import { diffTexts } from "../../../shared/text/diff";
import type { Language, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";

/** The paragraphs that differ, as they will be read; a struck one keeps the name it had. */
export function liveRedline(before: TextDoc, after: TextDoc, language: Language): DiffBlock[] {
  const numbersNow = numberBlocks(after.blocks, language);
  const numbersThen = numberBlocks(before.blocks, language);
  return diffTexts(before, after, language)
    .blocks.filter((block) => block.change !== "same")
    .map((block) => {
      const number = numbersNow.get(block.id) ?? numbersThen.get(block.id);
      return { ...block, label: number?.label ?? "", path: number?.path ?? "" };
    });
}
