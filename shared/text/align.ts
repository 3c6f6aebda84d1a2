import { diffArrays } from "diff";
import type { Block, BlockId } from "./model";

/**
 * Gives imported paragraphs their ids: that of the paragraph in `beside` which stands for the same by its kind, level and
 * place, so that languages stay side by side; else one of `newId`.
 */
export function alignIds(
  blocks: readonly Omit<Block, "id">[],
  beside: readonly Block[],
  newId: () => BlockId,
): Block[] {
  const shapeOf = ({ kind, level }: Omit<Block, "id">) => `${kind} ${level}`;
  const aligned: Block[] = [];
  let theirs = 0;
  for (const { added, removed, count = 0 } of diffArrays(beside.map(shapeOf), blocks.map(shapeOf))) {
    if (removed) {
      theirs += count;
      continue;
    }
    for (let i = 0; i < count; i += 1) {
      const block = blocks[aligned.length];
      if (!block) throw new Error("the paragraphs and their shapes are not as many");
      const id = added ? undefined : beside[theirs++]?.id;
      const { kind, level, runs } = block;
      aligned.push({ id: id ?? newId(), kind, level, runs });
    }
  }
  return aligned;
}
