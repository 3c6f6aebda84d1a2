import { type Block, blockText } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { RevisedParagraph } from "./revised-word-document";

/** A text as it would be typed in Word, numbers as words; `revised` has the paragraphs that are not as they were. */
export function wordParagraphs(
  blocks: readonly Block[],
  revised: Record<string, (words: string, number: string) => Partial<RevisedParagraph>> = {},
): RevisedParagraph[] {
  const numbers = numberBlocks(blocks, "en");
  return blocks.map((block) => {
    const label = numbers.get(block.id)?.label ?? "";
    const number = label === "" ? "" : `${label} `;
    const words = blockText(block);
    return {
      ...(block.kind === "title" ? { style: "Title" as const } : {}),
      pieces: [number + words],
      ...revised[block.id]?.(words, number),
    };
  });
}
