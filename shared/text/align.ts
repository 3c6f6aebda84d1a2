import type { Block, BlockId } from "./model";
import { shortestEdit } from "./shortest-edit";

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
  const ids: BlockId[] = [];
  let [theirs, shift] = [0, 0];
  const keepUntil = (end: number) => {
    for (; theirs < end; theirs += 1) ids[theirs + shift] = (beside[theirs] as Block).id;
  };
  for (const { from, to, afterTo } of shortestEdit(beside.map(shapeOf), blocks.map(shapeOf))) {
    keepUntil(from);
    [theirs, shift] = [to, afterTo - to];
  }
  keepUntil(beside.length);
  return blocks.map(({ kind, level, runs }, i) => ({ id: ids[i] ?? newId(), kind, level, runs }));
}
